package brume.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A noun: shows its verbs when none is given. */
abstract class Group implements Runnable {
    @ParentCommand
    Main main;

    @Spec
    CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets both before anything runs
    Group() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which one? One of: " + String.join(", ", spec.subcommands().keySet()) + ".");
    }

    static String app(String app) {
        return "/apps/" + Api.escape(app);
    }

    static String service(String app, String service) {
        return app(app) + "/services/" + Api.escape(service);
    }

    CommandLine line() {
        return spec.commandLine();
    }
}
