package brume.director.http;

/** That the director can work. */
public record ReadyView(boolean ready) {}
