package brume.director.http;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items in the list's order
 * @param next to be given as {@code after} for the page behind this one; empty on the last page. Opaque to clients
 */
public record Page<T>(List<T> items, Optional<String> next) {
    /** Most items on one page. Bounds the memory that one request takes; a list of 25,000 is five requests. */
    public static final int LIMIT_MAX = 5_000;

    /** Items on a page when the caller names no limit. */
    public static final int LIMIT_DEFAULT = 500;

    public static final Query<String> AFTER = Query.text("after", "Where the page before this one ended: its `next`.");
    public static final Query<Long> LIMIT = Query.number("limit", 1, LIMIT_MAX, "Most items on the page; " + LIMIT_DEFAULT + " when left out.");

    public Page {
        items = List.copyOf(items);
        Objects.requireNonNull(next);
    }

    /** A page from rows that were read with {@link Want#rows()} as limit: one more than shown, so that it is known whether more follow. */
    public static <T> Page<T> of(List<T> rows, Want want, Function<T, String> cursor) {
        if (rows.size() <= want.limit()) {
            return new Page<>(rows, Optional.empty());
        }
        List<T> shown = rows.subList(0, want.limit());
        return new Page<>(shown, Optional.of(cursor.apply(shown.getLast())));
    }

    /** Which page is wanted. {@code after} is what the route's cursor function gave. */
    public record Want(Optional<String> after, int limit) {
        public Want {
            Objects.requireNonNull(after);
        }

        /** How many rows to read. */
        public int rows() {
            return limit + 1;
        }
    }
}
