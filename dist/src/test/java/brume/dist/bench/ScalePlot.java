package brume.dist.bench;

import java.util.List;
import java.util.Locale;

/** Violations against cost, as a drawing: down and to the left is better. Pure. */
final class ScalePlot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int EDGE = 60;

    private ScalePlot() {}

    static String svg(List<ScaleTrial.Result> results) {
        double credits = results.stream().mapToDouble(ScaleTrial.Result::credits).max().orElse(1) * 1.1;
        double most = results.stream().mapToDouble(ScaleTrial.Result::slow).max().orElse(1);
        double scale = Math.log1p(Math.max(1, most)) * 1.05;
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="12">
                <rect width="%1$d" height="%2$d" fill="white"/>
                <path d="M%3$d %3$d V%4$d H%5$d" fill="none" stroke="black"/>
                <text x="%6$d" y="%7$d">credits</text>
                <text x="8" y="%8$d">violations (logarithmic)</text>
                """,
                WIDTH, HEIGHT, EDGE, HEIGHT - EDGE, WIDTH - EDGE, WIDTH - EDGE - 20, HEIGHT - EDGE / 3, EDGE - 20));
        for (ScaleTrial.Result r : results) {
            double x = EDGE + r.credits() / credits * (WIDTH - 2.0 * EDGE);
            double y = HEIGHT - EDGE - Math.log1p(r.slow()) / scale * (HEIGHT - 2.0 * EDGE);
            text.append(String.format(
                    Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\"/><text x=\"%.1f\" y=\"%.1f\">%s (%d at %.1f)</text>%n",
                    x, y, colour(r.name()), x + 8, y + 4, r.name().replaceAll(":.*", ""), r.slow(), r.credits()));
        }
        return text.append("</svg>\n").toString();
    }

    private static String colour(String name) {
        return name.startsWith("always") ? "#888888" : name.startsWith("threshold") ? "#c04020" : "#2060c0";
    }
}
