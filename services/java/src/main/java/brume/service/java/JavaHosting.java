package brume.service.java;

import brume.core.service.SecretRef;
import brume.core.service.ServiceView;
import brume.service.java.JavaSettings.Setting;
import brume.service.web.Environment;
import brume.service.web.Hosting;
import brume.service.web.Json;
import brume.service.web.WebSettings;
import brume.service.web.Weights;
import java.util.Optional;

/** What java adds to the planner of web services. */
record JavaHosting(JavaSettings settings, ServiceView view) implements Hosting {
    @Override
    public String type() {
        return "java";
    }

    @Override
    public int requestSeconds() {
        return settings.requestSeconds();
    }

    @Override
    public String bodyMax() {
        return settings.value(Setting.BODY_MAX);
    }

    @Override
    public Weights weights() {
        return settings.weights();
    }

    @Override
    public String backend(Backend order) {
        String sessionKey = Optional.ofNullable(view.secrets().get(JavaService.SESSION_KEY.name()))
                .map(SecretRef::placeholder)
                .orElse("");
        return Json.write(new TomcatSettings(
                order.service(),
                order.clients(),
                order.peers(),
                order.versions(),
                settings.value(Setting.HEAP_MAX),
                Environment.of(view, settings.environment()),
                sessionKey,
                requestSeconds(),
                order.leave()));
    }

    @Override
    public String web(WebSettings web) {
        boolean servesFiles = settings.value(Setting.STATIC_FILES).equals("web");
        return Json.write(new JavaWebSettings(
                web.service(), web.version(), web.backends(), web.weights(), web.proxies(), web.bodyMax(), web.requestSeconds(), web.openSeconds(), servesFiles, web.leave()));
    }
}
