package brume.consistency;

import java.util.List;
import java.util.stream.Collectors;

/** One step of a transaction on one row. */
public sealed interface Operation {
    /** The row. */
    int key();

    /**
     * A value put at the end of the row's list.
     *
     * @param value unique within the row
     */
    record Append(int key, int value) implements Operation {
        @Override
        public String toString() {
            return "append " + value + " to row " + key;
        }
    }

    /** The row's list as it was answered, own appends included. */
    record Read(int key, List<Integer> values) implements Operation {
        /** What is printed of a long list. */
        private static final int TAIL = 8;

        public Read {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            List<Integer> tail = values.subList(Math.max(0, values.size() - TAIL), values.size());
            return "read row " + key + " = [" + (tail.size() < values.size() ? "… " : "") + tail.stream().map(Object::toString).collect(Collectors.joining(" ")) + "]";
        }
    }

    /** The number that a row of numbers held. */
    record Seen(int key, long number) implements Operation {
        @Override
        public String toString() {
            return "row " + key + " holds " + number;
        }
    }

    /** A number put into a row of numbers. */
    record Put(int key, long number) implements Operation {
        @Override
        public String toString() {
            return "put " + number + " into row " + key;
        }
    }
}
