package brume.director.app;

import brume.core.problem.Problem;
import brume.director.http.Refusal;
import brume.director.manifest.Manifest;
import brume.director.revision.Change;
import brume.director.revision.Design;
import brume.director.revision.DesignPlanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Brings a manifest to the changes that it means and the bytes that they need, or refuses with every mistake. Works outside of transactions, for it may take minutes. */
public final class Preparer {
    private final Sources sources;

    public Preparer(Sources sources) {
        this.sources = Objects.requireNonNull(sources);
    }

    /** What a manifest comes to, beside what is wanted now. */
    record Prepared(Drafts.Draft draft, List<Change> changes, Supplies supplies) {
        Editor.Means means() {
            return new Editor.Means(draft.passwords(), supplies);
        }
    }

    /** For doing it: everything has to be at hand. {@code files} maps local files to the digests of uploaded blobs. */
    Prepared prepare(Manifest manifest, Map<String, String> files, Design present, Drafts.Defaults defaults) throws IOException, InterruptedException {
        Sources.Found found = sources.find(manifest, files);
        return prepare(manifest, found, found.notSent(), present, defaults);
    }

    /** For looking at it: local files need not have been sent, if their digests are told. */
    Prepared preview(Manifest manifest, Map<String, String> files, Design present, Drafts.Defaults defaults) throws IOException, InterruptedException {
        Sources.Found found = sources.find(manifest, files);
        boolean known = manifest.sources().allMatch(found.contents()::containsKey);
        return prepare(manifest, found, known ? List.of() : found.notSent(), present, defaults);
    }

    private Prepared prepare(Manifest manifest, Sources.Found found, List<Problem> notSent, Design present, Drafts.Defaults defaults) throws IOException {
        List<Problem> problems = new ArrayList<>(found.problems());
        problems.addAll(notSent);
        problems.addAll(Drafts.missingPasswords(manifest, present));
        if (!manifest.sources().allMatch(found.contents()::containsKey)) {
            problems.addAll(sources.supply(atHand(Sources.archives(manifest, found))).problems());
            throw refusal(problems);
        }
        Drafts.Draft draft = Drafts.of(manifest, found.contents(), present, defaults);
        List<Change> changes = DesignPlanner.changes(present, draft.design());
        problems.addAll(Editor.impossible(changes, draft.places()));
        // what is not at hand was told above
        Sources.Supply supply = sources.supply(atHand(Sources.needs(changes, draft.places())));
        problems.addAll(supply.problems());
        if (!problems.isEmpty()) {
            throw refusal(problems);
        }
        return new Prepared(draft, changes, supply.supplies());
    }

    private List<Sources.Need> atHand(List<Sources.Need> needs) {
        return needs.stream().filter(sources::has).toList();
    }

    private static Refusal refusal(List<Problem> problems) {
        return Refusal.invalid(List.copyOf(new LinkedHashSet<>(problems)));
    }
}
