package brume.director.log;

import java.util.regex.Pattern;

/** Looks for a regular expression of a user's in a line, and gives up on one that would take for ever (such as {@code (a+)+b}). Pure. */
final class PatientMatch {
    /** Characters looked at for one line; a well-meant expression takes a few per character. */
    private static final int LOOKS_MAX = 2_000_000;

    private PatientMatch() {}

    /** False too when it takes too long to tell. */
    static boolean in(Pattern pattern, String line) {
        try {
            return pattern.matcher(new Counted(line, new int[1], 0, line.length())).find();
        } catch (TooLong | StackOverflowError e) {
            return false;
        }
    }

    private static final class TooLong extends IllegalStateException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("the expression takes too long");
        }
    }

    private static final class Counted implements CharSequence {
        private final String text;
        private final int[] looks;
        private final int from;
        private final int to;

        Counted(String text, int[] looks, int from, int to) {
            this.text = text;
            this.looks = looks;
            this.from = from;
            this.to = to;
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            if (++looks[0] > LOOKS_MAX) {
                throw new TooLong();
            }
            return text.charAt(from + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text, looks, from + start, from + end);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
