package brume.service.java.node;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads {@code WEB-INF/web.xml}. */
final class WebXml {
    /** Longest text, in characters: what an agent reads into its small memory. */
    private static final int CHARACTERS_MAX = 2 << 20;

    private WebXml() {}

    /**
     * The routes of every {@code url-pattern}, whatever it belongs to. Names of filters that stand for all servlets, and texts that are no XML, mean everything.
     *
     * @param text as users wrote it: nothing in it is trusted
     */
    static Routes routes(String text) {
        if (text.length() > CHARACTERS_MAX) {
            return Routes.EVERYTHING;
        }
        try {
            return Routes.of(patterns(text));
        } catch (XMLStreamException e) {
            return Routes.EVERYTHING; // Tomcat will refuse it, and say so
        }
    }

    private static List<String> patterns(String document) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // nothing is fetched and nothing is expanded: OWASP's advice on XML external entities
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(document));
        List<String> patterns = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>();
        StringBuilder text = new StringBuilder();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    open.push(reader.getLocalName());
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.ENTITY_REFERENCE -> throw new XMLStreamException("an entity of its own");
                case XMLStreamConstants.END_ELEMENT -> {
                    read(open.pop(), open.isEmpty() ? "" : open.peek(), text.toString(), patterns);
                    text.setLength(0);
                }
                default -> {
                    // comments and the like
                }
            }
        }
        return patterns;
    }

    private static void read(String element, String parent, String text, List<String> patterns) {
        if (element.equals("url-pattern")) {
            patterns.add(text);
        } else if (element.equals("servlet-name") && parent.equals("filter-mapping") && text.strip().equals("*")) {
            patterns.add("/*");
        }
    }
}
