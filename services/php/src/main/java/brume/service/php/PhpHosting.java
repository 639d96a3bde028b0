package brume.service.php;

import brume.core.service.ServiceView;
import brume.service.web.Environment;
import brume.service.web.Hosting;
import brume.service.web.Json;

/** What php adds to the planner of web services. */
record PhpHosting(PhpSettings settings, ServiceView view) implements Hosting {
    @Override
    public String type() {
        return "php";
    }

    @Override
    public int requestSeconds() {
        return settings.requestSeconds();
    }

    @Override
    public String bodyMax() {
        return settings.bodyMax();
    }

    /** php-fpm is told which file to run with every request, so it needs to know neither its peers nor the versions. */
    @Override
    public String backend(Backend order) {
        return Json.write(new BackendSettings(
                order.service(), order.clients(), settings.ini(), Environment.of(view, settings.environment()), requestSeconds(), order.leave()));
    }
}
