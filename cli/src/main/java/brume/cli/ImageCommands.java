package brume.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code brume image}: images of the sites. Building is the launcher's: it needs the director's machine. */
@Command(name = "image", description = "Images: list (and, on the director's machine, build).")
final class ImageCommands extends Group {

    @Command(name = "list", aliases = "ls", description = "List images.")
    void list(@Option(names = "--site", description = "Only of this site.") Optional<String> site) {
        main.output().list(main.api().get("/images" + site.map(s -> "?site=" + Api.escape(s)).orElse("")), List.of(
                Output.Column.of("SITE", "site"),
                new Output.Column("ALIASES", i -> Show.text(i.path("aliases"))),
                Output.Column.of("BYTES", "size"),
                Output.Column.of("FINGERPRINT", "fingerprint"),
                Output.Column.of("DESCRIPTION", "description")));
    }
}
