package brume.director.log;

/** Foreign text of which no character does anything to a terminal or to a file of lines. Pure. */
final class HarmlessText {
    /** Longer lines are cut, in characters. */
    static final int LINE_CHARS_MAX = 16 << 10;

    private static final int WORD_CHARS_MAX = 100;
    private static final String CUT = " … (cut: the line is longer than 16 KiB)";

    private HarmlessText() {}

    /** Control characters but tabs are written out, and what a text of one line cannot hold. Of harmless text nothing changes. */
    static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                safe.append("\\n");
            } else if (c == '\t' || !strange(text, i)) {
                safe.append(c);
            } else {
                safe.append(c < 0x100 ? String.format("\\x%02x", (int) c) : String.format("\\u%04x", (int) c));
            }
        }
        return safe.toString();
    }

    /** As {@link #of}, cut with a mark when it is too long. */
    static String line(String text) {
        if (text.length() <= LINE_CHARS_MAX) {
            return of(text);
        }
        int end = Character.isHighSurrogate(text.charAt(LINE_CHARS_MAX - 1)) ? LINE_CHARS_MAX - 1 : LINE_CHARS_MAX;
        return of(text.substring(0, end)) + CUT;
    }

    /** A short one without tabs. */
    static String word(String text) {
        String one = of(text).replace('\t', ' ');
        return one.length() <= WORD_CHARS_MAX ? one : one.substring(0, WORD_CHARS_MAX);
    }

    /** Control and format characters (the latter turn the direction of writing, among other things), line separators and halves of characters. */
    private static boolean strange(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
