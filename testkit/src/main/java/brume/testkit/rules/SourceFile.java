package brume.testkit.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java file as text.
 *
 * @param path relative to the repository, with slashes
 */
public record SourceFile(String path, String text) {
    /** Comments, text blocks, strings and characters, whichever begins first. */
    private static final Pattern NO_CODE = Pattern.compile(
            "//[^\\n]*|/\\*[\\s\\S]*?\\*/|\"\"\"[\\s\\S]*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])++'");

    private static final Pattern ANNOTATION = Pattern.compile("@[\\w.]+(\\s*\\([^()]*\\))?");

    /** The end of a method's head: name, parameters, exceptions. */
    private static final Pattern HEAD = Pattern.compile("(\\w+)\\s*\\([^{};]*\\)\\s*(throws\\s[\\w.,\\s]+)?$");

    private static final Pattern NO_METHOD = Pattern.compile("\\b(if|for|while|switch|catch|try|synchronized|new|record|return|else|do)\\b|=|->");

    public SourceFile {
        Objects.requireNonNull(path);
        Objects.requireNonNull(text);
    }

    /** A method with where it begins, 1-based, and how many lines it takes from its name to its last brace. */
    public record Method(String name, int line, int lines) {}

    public int lines() {
        return (int) text.lines().count();
    }

    /** The text with comments and literals blanked out; every other character stays in its place. */
    public String code() {
        Matcher matcher = NO_CODE.matcher(text);
        StringBuilder code = new StringBuilder(text);
        while (matcher.find()) {
            for (int i = matcher.start(); i < matcher.end(); i++) {
                if (code.charAt(i) != '\n') {
                    code.setCharAt(i, ' ');
                }
            }
        }
        return code.toString();
    }

    /** Methods and constructors with a body, in the order of the text. */
    public List<Method> methods() {
        String code = code();
        List<Method> methods = new ArrayList<>();
        for (int open = code.indexOf('{'); open >= 0; open = code.indexOf('{', open + 1)) {
            int before = Math.max(Math.max(code.lastIndexOf(';', open - 1), code.lastIndexOf('{', open - 1)), code.lastIndexOf('}', open - 1));
            String head = ANNOTATION.matcher(code.substring(before + 1, open)).replaceAll("").strip();
            Matcher matcher = HEAD.matcher(head);
            if (matcher.find() && !NO_METHOD.matcher(head).find()) {
                String name = matcher.group(1);
                int start = line(code, code.indexOf(name + "(", before + 1) < 0 ? open : Math.min(open, code.indexOf(name + "(", before + 1)));
                methods.add(new Method(name, start, line(code, end(code, open)) - start + 1));
            }
        }
        return methods;
    }

    private static int end(String code, int open) {
        int depth = 0;
        for (int i = open; i < code.length(); i++) {
            if (code.charAt(i) == '{') {
                depth++;
            } else if (code.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        return code.length() - 1;
    }

    private static int line(String code, int position) {
        return 1 + (int) code.substring(0, position).chars().filter(c -> c == '\n').count();
    }
}
