package brume.director.db;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

import org.jooq.Field;

/**
 * How many rows a query gives at most, as {@code limit} wants it. A bare parameter there would be dear: SQLite's planner looks at its value, so that binding it anew has the whole
 * statement prepared anew ({@code sqlite3ExprIsInteger} in its expr.c). A sum is not looked at.
 */
public final class RowLimit {
    private RowLimit() {}

    public static Field<Integer> of(int rows) {
        return val(rows).plus(inline(0));
    }
}
