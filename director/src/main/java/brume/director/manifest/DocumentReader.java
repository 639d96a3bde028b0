package brume.director.manifest;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a document's text into a tree with places. One use per document; not thread-safe. */
final class DocumentReader {
    /** Deep enough for any manifest, shallow enough for the stack. */
    private static final int DEPTH_MAX = 50;

    /** Syntax mistakes to mend and report before giving up on a document. */
    private static final int REPAIRS_MAX = 50;

    private static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(LIMITS).build();
    private static final YAMLFactory YAML =
            YAMLFactory.builder().streamReadConstraints(LIMITS).build();

    private final String source;
    private final List<Problem> problems = new ArrayList<>();

    DocumentReader(String source) {
        this.source = source;
    }

    /** Every mistake found so far. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** The tree, as far as the text could be read; empty when it could not at all. */
    Optional<Located> read(String text, DocumentFormat format) {
        if (text.isBlank()) {
            problems.add(Problem.at("empty-document", "The document is empty.", new Place(source, 1, 1, "")));
            return Optional.empty();
        }
        return switch (format) {
            case JSON -> readMended(text);
            case YAML -> readYaml(text);
        };
    }

    private Optional<Located> readMended(String text) {
        String current = text;
        for (int i = 0; i < REPAIRS_MAX; i++) {
            int before = problems.size();
            try {
                return Optional.of(readAll(JSON.createParser(current)));
            } catch (JsonProcessingException e) {
                dropAfter(before);
                Optional<JsonMend> mend = JsonMend.of(current, e, source);
                if (mend.isEmpty()) {
                    problems.add(syntax(e));
                    return Optional.empty();
                }
                problems.add(mend.get().problem());
                current = mend.get().text();
            } catch (IOException e) {
                throw new IllegalStateException("reading from text does no I/O", e);
            }
        }
        return Optional.empty();
    }

    private Optional<Located> readYaml(String text) {
        try {
            return Optional.of(readAll(YAML.createParser(text)));
        } catch (JsonProcessingException e) {
            problems.add(syntax(e));
        } catch (IOException e) {
            throw new IllegalStateException("reading from text does no I/O", e);
        }
        return Optional.empty();
    }

    private Located readAll(JsonParser parser) throws IOException {
        try (parser) {
            parser.nextToken();
            Located tree = value(parser, "");
            JsonToken more = parser.nextToken();
            if (more != null) {
                problems.add(Problem.at(
                        "more-than-one-document", "There is something after the end of the document.", place(parser, "")));
            }
            return tree;
        }
    }

    private Located value(JsonParser parser, String pointer) throws IOException {
        Place place = place(parser, pointer);
        JsonToken token = parser.currentToken();
        if (token == null) {
            return new Located.Nothing(place);
        }
        return switch (token) {
            case START_OBJECT -> fields(parser, place, pointer);
            case START_ARRAY -> items(parser, place, pointer);
            case VALUE_STRING -> new Located.Text(place, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, place);
            case VALUE_TRUE -> new Located.Truth(place, true);
            case VALUE_FALSE -> new Located.Truth(place, false);
            case VALUE_NULL -> new Located.Nothing(place);
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> throw new IllegalStateException(
                    "no value starts with " + token);
        };
    }

    private static Located number(JsonParser parser, Place place) throws IOException {
        return new Located.Numeral(place, parser.getDecimalValue());
    }

    private Located fields(JsonParser parser, Place place, String pointer) throws IOException {
        Map<String, Located> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            String below = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            Place at = place(parser, below);
            parser.nextToken();
            if (values.put(name, value(parser, below)) != null) {
                problems.add(Problem.at("duplicate-field", "The field '" + name + "' stands here a second time.", at));
            }
        }
        return new Located.Fields(place, values);
    }

    private Located items(JsonParser parser, Place place, String pointer) throws IOException {
        List<Located> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser, pointer + "/" + values.size()));
        }
        return new Located.Items(place, values);
    }

    private Place place(JsonParser parser, String pointer) {
        JsonLocation at = parser.currentTokenLocation();
        return new Place(source, at.getLineNr(), at.getColumnNr(), pointer);
    }

    private Problem syntax(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        Place place = at == null ? new Place(source, 0, 0, "") : new Place(source, at.getLineNr(), at.getColumnNr(), "");
        String text = e instanceof StreamConstraintsException ? "The document is nested too deeply." : firstLine(e);
        return Problem.at("syntax", text, place);
    }

    private static String firstLine(JsonProcessingException e) {
        String text = e.getOriginalMessage();
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /** A mended text is read again from its beginning: what the broken reading found would be found twice. */
    private void dropAfter(int size) {
        problems.subList(size, problems.size()).clear();
        problems.removeIf(p -> p.code().equals("duplicate-field"));
    }
}
