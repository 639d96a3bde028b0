package brume.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Prints results as people or scripts want them. */
final class Output {
    enum Format {
        table,
        json,
        yaml
    }

    /** A column of a table: its title and how to get its text from a row. */
    record Column(String title, Function<JsonNode, String> text) {
        static Column of(String title, String field) {
            return new Column(title, row -> row.path(field).asText(""));
        }
    }

    private final Format format;
    private final PrintStream out;

    Output(Format format, PrintStream out) {
        this.format = format;
        this.out = out;
    }

    /** A list: a table with a line per row, or the whole as it came. */
    void list(JsonNode rows, List<Column> columns) {
        if (format != Format.table) {
            tree(rows);
            return;
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::title).toList());
        rows.forEach(row -> lines.add(columns.stream().map(c -> c.text().apply(row)).toList()));
        print(lines);
    }

    /** One thing: {@code human} prints it for people. */
    void one(JsonNode node, Runnable human) {
        if (format == Format.table) {
            human.run();
        } else {
            tree(node);
        }
    }

    void line(String text) {
        out.println(text);
    }

    boolean forPeople() {
        return format == Format.table;
    }

    private void tree(JsonNode node) {
        ObjectMapper mapper = format == Format.yaml
                ? YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build()
                : Api.JSON;
        try {
            String text = format == Format.yaml ? mapper.writeValueAsString(node) : mapper.writerWithDefaultPrettyPrinter().writeValueAsString(node);
            out.println(text.stripTrailing());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always writable", e);
        }
    }

    /** Columns as wide as their widest cell, two blanks between; control characters of foreign text are shown, not obeyed. */
    private void print(List<List<String>> lines) {
        int columns = lines.getFirst().size();
        int[] width = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                width[i] = Math.max(width[i], plain(line.get(i)).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = plain(line.get(i));
                text.append(cell);
                if (i < columns - 1) {
                    text.repeat(" ", width[i] - cell.length() + 2);
                }
            }
            out.println(text.toString().stripTrailing());
        }
    }

    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
