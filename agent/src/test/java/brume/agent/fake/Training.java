package brume.agent.fake;

import brume.agent.base.Signal;
import brume.core.agent.ContentRef;
import brume.core.agent.NodeConfig;
import brume.core.agent.RoleConfig;
import brume.core.id.CodeId;
import brume.core.service.CodeVersion;
import brume.json.Json;
import brume.service.mysql.MysqlService;
import brume.service.php.PhpService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Takes an agent through a day of its life, so that the Java runtime learns which classes it needs: {@code Training ROOT COMMAND…}. The command is the agent with
 * the options that make the runtime write its cache when it ends; {@code --root ROOT} is added. Exit code 0 when the agent did all of it and ended in time.
 */
public final class Training {
    private static final long END_PATIENCE_SECONDS = 60;

    /** Set in the environment where the programs of the services are stand-ins and files go nowhere. */
    private static final String STAGE = "BRUME_STAGE";

    private Training() {}

    public static void main(String[] arguments) throws IOException, GeneralSecurityException, InterruptedException {
        Path root = Path.of(arguments[0]);
        Files.createDirectories(root.resolve("etc/brume"));
        List<String> command = new ArrayList<>(Arrays.asList(arguments).subList(1, arguments.length));
        command.addAll(List.of("--root", root.toString()));
        try (FakeDirector director = new FakeDirector(Instant.now())) {
            Files.writeString(root.resolve("etc/brume/bootstrap.json"), Json.write(director.bootstrap()));
            Process agent = new ProcessBuilder(command).inheritIO().start();
            try {
                teach(director);
            } finally {
                agent.destroy(); // a polite end, at which the runtime writes its cache
            }
            if (!agent.waitFor(END_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                agent.destroyForcibly();
                throw new IOException("the agent did not end");
            }
        }
    }

    /** All that an agent usually meets: enrolling, roles with content, a failure, a newer config, a broken connection, a renewal. */
    private static void teach(FakeDirector director) throws InterruptedException {
        byte[] script = "#!/bin/sh\necho ready\n".getBytes(StandardCharsets.UTF_8);
        RoleConfig startup = new RoleConfig("startup", "{\"environment\":{\"A\":\"b\"}}", List.of(new ContentRef("startup-script", director.blob(script), script.length)));
        RoleConfig unknown = new RoleConfig("training.unknown", "{}", List.of());
        director.lifetime(Duration.ofSeconds(6));
        director.want(new NodeConfig(1, 1, List.of(startup)));
        director.awaitReport("generation 1", r -> r.generation() == 1);
        director.want(new NodeConfig(2, 1, List.of(startup, unknown)));
        director.awaitReport("a failure", r -> r.role("training.unknown").isPresent());
        director.next("/agent/v1/report", new Fault.LostReply());
        director.want(new NodeConfig(3, 1, List.of(startup)));
        director.awaitReport("generation 3", r -> r.generation() == 3);
        director.awaitCall("a renewal", c -> c.path().endsWith("/renew"));
        director.lifetime(Duration.ofHours(1));
        if (System.getenv().containsKey(STAGE)) {
            teachServices(director, 3);
        }
        Signal.pause(Duration.ofMillis(500));
    }

    /** The roles of the services, on a stage where they can do no harm. */
    private static void teachServices(FakeDirector director, long generation) {
        byte[] code = "no archive, but nobody looks".getBytes(StandardCharsets.UTF_8);
        CodeId id = new CodeId(new UUID(0, 1));
        CodeVersion version = new CodeVersion(id, new ContentRef("code-" + id, director.blob(code), code.length));
        Lesson php = new Lesson(director, new PhpService(), generation);
        boolean learnt = php.teach(Map.of(), Optional.empty()) && php.teach(Map.of(), Optional.of(version));
        Lesson mysql = new Lesson(director, new MysqlService(), php.end());
        learnt &= mysql.teach(Map.of("glb", 1), Optional.empty());
        mysql.end();
        System.out.println(learnt ? "all services learnt" : "not all of the services learnt");
    }
}
