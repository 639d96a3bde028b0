/**
 * Applications: named sets of services that find each other. Purpose: what users deploy, start, stop and delete as one; and the HTTP edge of applications, services, nodes,
 * code versions, manifests and {@code why}.
 *
 * <p>Owns table {@code app}. Wants come from the API (starting or stopping an application writes its services' wants in the same transaction); seen columns from
 * {@link brume.director.app.AppReconciler}, which only sums up its services.
 *
 * <p>Who wakes whom: a service wakes its application; nothing is above an application.
 *
 * <p>Deploying a manifest is one transaction: application, services, secrets, code and attachments are there together or not at all. Everything that can fail for long (fetching
 * URLs, checking archives) happens before it and leaves at most blobs that nothing names, which are collected.
 *
 * <p>Changing an application as a whole: a manifest is completed to a {@link brume.director.revision.Design} ({@link brume.director.app.Drafts}), compared with what rows say ({@link
 * brume.director.app.Designs}), and the changes are shown or done to the rows ({@link brume.director.app.Editor}); going back to a revision takes the same way. Whatever changes what is
 * wanted ends, in its transaction, with {@link brume.director.app.Revisions}.
 */
@NullMarked
package brume.director.app;

import org.jspecify.annotations.NullMarked;
