package brume.service.java.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.agent.ContentRef;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.role.RoleException;
import brume.service.java.JavaWebSettings;
import brume.service.java.TomcatSettings;
import brume.service.web.Facts;
import brume.service.web.Json;
import brume.service.web.Leave;
import brume.service.web.node.WebRole;
import brume.testkit.node.FolderSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackendRoleTest {
    private static final String SERVICE = "0190c0de-0000-7000-8000-000000000001";
    private static final String A = "0190c0de-0000-7000-8000-00000000000a";
    private static final String B = "0190c0de-0000-7000-8000-00000000000b";
    private static final String ONE = "brume-java-tomcat@1.service";
    private static final String TWO = "brume-java-tomcat@2.service";

    @TempDir
    private Path folder = Path.of("");

    private FolderSystem system = machine(Path.of(""));
    private final BackendRole backend = new BackendRole();

    @BeforeEach
    void machine() {
        system = machine(folder);
        system.put(Layout.HOME.resolve("etc/web.xml"), "<web-app/>");
        system.says.put("curl", "200");
    }

    private static FolderSystem machine(Path folder) {
        return new FolderSystem(folder, JavaSite.PATHS.run(), Map.of("front", "haproxy", "tomcat", "java", "nginx", "nginx"), "");
    }

    @Test
    void aVersion_isReported_whenItsTomcatAnswers() throws RoleException {
        assertThat(backend.look(system).state()).isEqualTo(RoleState.STOPPED);
        backend.bring(config(List.of(A), Map.of(), List.of("self")), system);

        assertThat(backend.look(system).state()).isEqualTo(RoleState.RUNNING);
        assertThat(facts()).containsEntry(Facts.VERSIONS, A).containsEntry(Facts.CLIENTS, "10.0.0.1").containsEntry(Facts.LIVE, Facts.YES);
        assertThat(system.read(Path.of("/etc/brume-java/front.conf"))).hasValueSatisfying(text -> assertThat(text).contains("server tomcat 127.0.0.1:9101"));
    }

    @Test
    void nothingIsDoneTwice() throws RoleException {
        backend.bring(config(List.of(A), Map.of(), List.of("self")), system);
        backend.bring(config(List.of(A), Map.of(), List.of("self")), system);

        assertThat(units()).containsExactly("start " + ONE, "start brume-java-front.service");
    }

    @Test
    void anotherVersion_getsATomcatOfItsOwn_andTheOlderOneEndsOnlyWhenItIsNotAskedForAnyMore() throws RoleException {
        backend.bring(config(List.of(A), Map.of(), List.of("self")), system);
        backend.bring(config(List.of(A, B), Map.of(), List.of("self")), system);
        assertThat(facts()).containsEntry(Facts.VERSIONS, A + "," + B);
        assertThat(system.did).doesNotContain("--no-block stop " + ONE);

        backend.bring(config(List.of(B), Map.of(), List.of("self")), system);
        assertThat(facts()).containsEntry(Facts.VERSIONS, B);
        assertThat(units())
                .containsExactly(
                        "start " + ONE,
                        "start brume-java-front.service",
                        "start " + TWO,
                        "reload brume-java-front.service",
                        "reload brume-java-front.service",
                        "--no-block stop " + ONE);
    }

    @Test
    void aNewEnvironment_getsANewTomcat_beforeTheOlderOneEnds() throws RoleException {
        backend.bring(config(List.of(A), Map.of("MODE", "one"), List.of("self")), system);
        backend.bring(config(List.of(A), Map.of("MODE", "two"), List.of("self")), system);

        assertThat(units())
                .containsExactly(
                        "start " + ONE, "start brume-java-front.service", "start " + TWO, "reload brume-java-front.service", "--no-block stop " + ONE);
        assertThat(system.read(Layout.environment(2))).hasValueSatisfying(text -> assertThat(text).contains("MODE=\"two\""));
    }

    @Test
    void aPeerThatComes_findsTheRunningTomcatByItself() throws RoleException {
        backend.bring(config(List.of(A), Map.of(), List.of("self")), system);
        backend.bring(config(List.of(A), Map.of(), List.of("self", "10.0.0.3")), system);

        assertThat(units()).containsExactly("start " + ONE, "start brume-java-front.service");
    }

    @Test
    void anApplicationThatWillNotStart_leavesTheOtherServing_andSaysWhyWithoutSecrets() throws RoleException {
        backend.bring(config(List.of(A), Map.of("PASSWORD", "geheimnis"), List.of("self")), system);
        system.says.put("curl", "503");
        system.says.put("journalctl", """
                20-Nov-2026 15:00:00.000 SEVERE [main] org.apache.catalina.Old.start Of an earlier start
                20-Nov-2026 15:24:16.741 INFO [main] org.apache.catalina.core.StandardEngine.startInternal Starting Servlet engine: [Apache Tomcat]
                20-Nov-2026 15:24:17.000 SEVERE [main] org.apache.catalina.core.StandardContext.listenerStart Exception sending context initialized event
                \tjava.lang.IllegalStateException: the database is away
                \t\tat shop.Start.contextInitialized(Start.java:7)
                \tCaused by: java.sql.SQLException: no login with geheimnis
                20-Nov-2026 15:24:18.000 SEVERE [main] org.apache.catalina.core.StandardContext.startInternal One or more listeners failed to start
                """);

        assertThatThrownBy(() -> backend.bring(config(List.of(A, B), Map.of("PASSWORD", "geheimnis"), List.of("self")), system))
                .isInstanceOf(RoleException.class)
                .hasMessage("The application does not start: Exception sending context initialized event; java.lang.IllegalStateException: the database is away; "
                        + "Caused by: java.sql.SQLException: no login with …");
        assertThat(system.did).contains("stop " + TWO);
        assertThat(facts()).containsEntry(Facts.VERSIONS, A);
        assertThat(system.read(Layout.environment(2))).isEmpty();
    }

    @Test
    void aTomcatThatFellOver_isNotReported_andAnotherIsStarted() throws RoleException {
        backend.bring(config(List.of(A), Map.of(), List.of("self")), system);
        system.end(ONE);
        assertThat(facts()).containsEntry(Facts.VERSIONS, "");

        backend.bring(config(List.of(A), Map.of(), List.of("self")), system);
        assertThat(facts()).containsEntry(Facts.VERSIONS, A);
    }

    @Test
    void withoutTomcatInTheImage_theReasonSaysSo() {
        system.remove(Layout.HOME);
        assertThatThrownBy(() -> backend.bring(config(List.of(A), Map.of(), List.of("self")), system))
                .isInstanceOf(RoleException.class)
                .hasMessageContaining("--with java");
    }

    @Test
    void stopping_endsAllTomcatsAndTheFront_andWorksTwice() throws RoleException {
        backend.bring(config(List.of(A, B), Map.of(), List.of("self")), system);
        backend.stop(system);
        backend.stop(system);

        assertThat(system.did).contains("stop " + ONE, "stop " + TWO, "stop brume-java-front.service");
        assertThat(backend.look(system).state()).isEqualTo(RoleState.STOPPED);
        assertThat(system.read(Layout.environment(1))).isEmpty();
    }

    @Test
    void theWeb_readsItsRoutesFromTheVersionOnItsDisk() throws RoleException {
        WebRole web = new WebRole(JavaSite.PATHS, new JavaSite());
        JavaWebSettings settings = new JavaWebSettings(SERVICE, A, List.of("10.0.0.2"), Map.of(), List.of("self"), "64M", 120, 656, true, Leave.STAYS);
        system.put(Path.of("/srv/brume/java/" + A + "/complete"), "a".repeat(64));
        system.put(
                Path.of("/srv/brume/java/" + A + "/www/WEB-INF/web.xml"),
                "<web-app><servlet-mapping><url-pattern>/only/here/*</url-pattern></servlet-mapping></web-app>");
        web.bring(new RoleConfig("java.web", Json.write(settings), content(A)), system);

        assertThat(system.read(Path.of("/etc/brume-java/nginx.conf")))
                .hasValueSatisfying(text -> assertThat(text).contains("location ^~ \"/only/here/\"", "location ~ \\.(jsp|jspx)$"));
    }

    private Map<String, String> facts() {
        return backend.look(system).facts();
    }

    private List<String> units() {
        return system.did.stream().filter(did -> did.matches("(start|reload|stop|--no-block stop) .*")).toList();
    }

    private static RoleConfig config(List<String> versions, Map<String, String> environment, List<String> peers) {
        TomcatSettings settings =
                new TomcatSettings(SERVICE, List.of("10.0.0.1"), peers, versions, "128M", environment, "key", 120, Leave.STAYS);
        return new RoleConfig("java.backend", Json.write(settings), versions.stream().flatMap(version -> content(version).stream()).toList());
    }

    private static List<ContentRef> content(String version) {
        String digest = version.substring(version.length() - 1).repeat(64);
        return List.of(new ContentRef("code-" + version, digest, 10));
    }
}
