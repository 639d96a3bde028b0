package brume.consistency.run;

import brume.consistency.run.CheckOrder.Endpoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The database that a check works in: made before, removed after, and removed by the next check when this one was killed. */
final class Premises {
    /** Begins the names of databases of checks; users' own may not begin so. */
    static final String PREFIX = "brume_check_";

    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9a-f]{12}");

    private Premises() {}

    static void make(CheckOrder order) throws SQLException {
        try (Line line = open(order)) {
            for (String left : left(line)) {
                line.run("DROP DATABASE IF EXISTS " + left);
            }
            line.run("CREATE DATABASE " + order.database());
        }
    }

    static void remove(CheckOrder order) throws SQLException {
        try (Line line = open(order)) {
            line.run("DROP DATABASE IF EXISTS " + order.database());
        }
    }

    private static Line open(CheckOrder order) {
        Endpoint first = order.endpoints().getFirst();
        return new Line(order, first, "");
    }

    private static List<String> left(Line line) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = line.connection().createStatement(); ResultSet rows = statement.executeQuery("SHOW DATABASES")) {
            while (rows.next()) {
                String name = String.valueOf(rows.getString(1));
                if (NAME.matcher(name).matches()) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
