package brume.director.http;

/** A caller who has shown nothing. */
public record Nobody() implements Caller {
    @Override
    public String who() {
        return "nobody";
    }
}
