package brume.driver.incus;

/** What a call is about: gives a plain "not found" its meaning. */
enum Subject {
    INSTANCE("no-such-instance", "there is no such instance"),
    IMAGE("no-such-image", "there is no such image"),
    VOLUME("no-such-volume", "there is no such volume"),
    FILE("no-such-file", "there is no such file or folder"),
    PROJECT("no-such-project", "there is no such project"),
    DAEMON("not-found", "the daemon does not know this address");

    private final String code;
    private final String sentence;

    Subject(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    String code() {
        return code;
    }

    String sentence() {
        return sentence;
    }
}
