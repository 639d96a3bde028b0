package brume.agent.fake;

/** What came of an errand: a whole answer, or a failure as JSON, or what came before an answer broke off. */
public record ErrandNews(String path, String body, boolean whole) {}
