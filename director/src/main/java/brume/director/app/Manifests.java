package brume.director.app;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.director.http.Refusal;
import brume.director.manifest.Catalog;
import brume.director.manifest.DocumentFormat;
import brume.director.manifest.Manifest;
import brume.director.manifest.ManifestParser;
import brume.director.manifest.Parsed;
import brume.director.service.ServiceTypes;
import brume.director.site.Site;
import brume.director.site.SiteStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads manifests beside what this installation has. */
public final class Manifests {
    private final SiteStore sites;
    private final ServiceTypes types;

    public Manifests(SiteStore sites, ServiceTypes types) {
        this.sites = Objects.requireNonNull(sites);
        this.types = Objects.requireNonNull(types);
    }

    /**
     * Reads a manifest.
     *
     * @param source what to call it in places
     * @param format {@code json} or {@code yaml}; guessed when left out
     */
    Parsed parse(String text, Optional<String> source, Optional<String> format) {
        DocumentFormat chosen = format.map(f -> switch (f) {
                    case "json" -> DocumentFormat.JSON;
                    case "yaml" -> DocumentFormat.YAML;
                    default -> throw Refusal.invalid(List.of(Problem.at("bad-format", "A manifest is json or yaml.", Place.field("/format"))));
                })
                .orElseGet(() -> DocumentFormat.guess(text));
        Catalog catalog = new Catalog(types.all(), sites.all().stream().map(Site::name).collect(Collectors.toSet()));
        return ManifestParser.parse(text, source.orElse("manifest"), chosen, catalog);
    }

    /** As {@link #parse}, or refuses with every mistake. */
    Manifest good(String text, Optional<String> source, Optional<String> format) {
        return switch (parse(text, source, format)) {
            case Parsed.Good(Manifest manifest) -> manifest;
            case Parsed.Bad(List<Problem> problems) -> throw Refusal.invalid(problems);
        };
    }
}
