package brume.director.app;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.director.blob.Blob;
import brume.director.blob.BlobStore;
import brume.director.blob.CodeArchive;
import brume.director.manifest.Manifest;
import brume.director.manifest.Source;
import brume.director.revision.Change;
import brume.director.revision.Content;
import brume.director.revision.ServiceDesign;
import brume.director.revision.Slot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Gets the bytes that a change needs, before its transaction: finds or fetches them, and looks archives through. Every mistake is told, not the first. */
public final class Sources {
    private final BlobStore blobs;
    private final CodeArchive archives;
    private final SourceFetcher fetcher;

    public Sources(BlobStore blobs, CodeArchive archives, SourceFetcher fetcher) {
        this.blobs = Objects.requireNonNull(blobs);
        this.archives = Objects.requireNonNull(archives);
        this.fetcher = Objects.requireNonNull(fetcher);
    }

    /**
     * What a manifest names.
     *
     * @param contents of all that was found
     * @param notSent local files that are no blobs; their contents are known by digest if the caller told it
     * @param problems with everything else
     */
    record Found(Map<Source, Content> contents, List<Problem> notSent, List<Problem> problems) {}

    /** Finds what a manifest names, fetching URLs. {@code files} maps local files to the digests of their bytes. */
    Found find(Manifest manifest, Map<String, String> files) throws InterruptedException {
        Map<Source, Content> contents = new HashMap<>();
        List<Problem> notSent = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Deadline deadline = fetcher.deadline();
        for (Source source : manifest.sources().toList()) {
            switch (source) {
                case Source.LocalFile file -> local(file, files, contents, notSent);
                case Source.Kept(Content content, Place place) -> {
                    contents.put(source, content);
                    if (blobs.find(content.digest()).isEmpty()) {
                        problems.add(Problem.at("no-such-blob", "The director has no bytes of " + content.brief() + ": name a file or a URL instead.", place));
                    }
                }
                case Source.Url url -> {
                    switch (fetcher.fetch(url, deadline)) {
                        case SourceFetcher.Fetched.Good(Blob blob) -> contents.put(url, new Content(blob.digest(), filename(url)));
                        case SourceFetcher.Fetched.Bad(Problem problem) -> problems.add(problem);
                    }
                }
            }
        }
        return new Found(contents, notSent, problems);
    }

    private void local(Source.LocalFile file, Map<String, String> files, Map<Source, Content> contents, List<Problem> notSent) {
        Optional<String> digest = Optional.ofNullable(files.get(file.path())).filter(Blob::isDigest);
        digest.ifPresent(d -> contents.put(file, new Content(d, file.path())));
        if (digest.flatMap(blobs::find).isEmpty()) {
            notSent.add(Problem.at("file-not-sent", "The file '" + file.path() + "' was not sent along.", file.place()));
        }
    }

    private static String filename(Source.Url url) {
        return Optional.ofNullable(url.uri().getPath()).orElse("");
    }

    /** Bytes that a change needs, for whom, and where somebody asked for them. */
    record Need(String service, Slot slot, Content content, Optional<Place> place) {}

    /** What the changes need; {@code places} of services in a manifest. */
    static List<Need> needs(List<Change> changes, Map<Drafts.Part, Place> places) {
        List<Need> needs = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof Change.Added(ServiceDesign service)) {
                for (Slot slot : Slot.values()) {
                    service.content(slot).ifPresent(c -> needs.add(need(service.name(), slot, c, places)));
                }
            } else if (change instanceof Change.Bytes bytes) {
                bytes.to().ifPresent(c -> needs.add(need(bytes.service(), bytes.slot(), c, places)));
            }
        }
        return needs;
    }

    private static Need need(String service, Slot slot, Content content, Map<Drafts.Part, Place> places) {
        return new Need(service, slot, content, Optional.ofNullable(places.get(new Drafts.Part(service, Optional.of(slot)))));
    }

    /** What a manifest names as code, as far as it was found. */
    static List<Need> archives(Manifest manifest, Found found) {
        return manifest.services().stream()
                .flatMap(s -> s.archive().stream())
                .flatMap(source -> Optional.ofNullable(found.contents().get(source)).stream()
                        .map(content -> new Need("", Slot.ARCHIVE, content, Optional.of(source.place()))))
                .toList();
    }

    boolean has(Need need) {
        return blobs.find(need.content().digest()).isPresent();
    }

    /** Bytes at hand, and what is wrong with those that are not. */
    record Supply(Supplies supplies, List<Problem> problems) {}

    /** Looks for all of it. What cannot be had is a problem, and so is what is no good. */
    Supply supply(List<Need> needs) throws IOException {
        Map<String, Blob> found = new HashMap<>();
        Map<String, CodeArchive.Result.Normalised> checked = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Need need : needs) {
            String digest = need.content().digest();
            Optional<Blob> blob = blobs.find(digest);
            if (blob.isEmpty()) {
                problems.add(gone(need));
                continue;
            }
            found.put(digest, blob.get());
            if (need.slot() == Slot.ARCHIVE && !checked.containsKey(digest)) {
                switch (archives.normalise(blob.get(), need.content().filename())) {
                    case CodeArchive.Result.Normalised good -> checked.put(digest, good);
                    case CodeArchive.Result.Refused refused -> refused.problems().forEach(p -> problems.add(inArchive(p, need)));
                }
            }
        }
        return new Supply(new Supplies(found, checked), problems);
    }

    private static Problem gone(Need need) {
        String text = "The " + need.slot().word() + " " + need.content().brief() + " of service '" + need.service() + "' was deleted and cannot be had.";
        return new Problem("content-gone", text, need.place());
    }

    /** What an archive's own problem says, with the entry that it names. */
    private static Problem inArchive(Problem problem, Need need) {
        String entry = problem.place().map(Place::toString).filter(s -> !s.isEmpty()).map(s -> s + ": ").orElse("");
        return new Problem(problem.code(), entry + problem.text(), need.place());
    }
}
