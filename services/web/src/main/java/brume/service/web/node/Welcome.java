package brume.service.web.node;

/** The page that is served while no version is active. */
final class Welcome {
    private Welcome() {}

    /** @param what the kind of service, such as {@code PHP} */
    static String page(String what) {
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Welcome to Brume</title>
            <style>
            body { font: 18px/1.5 system-ui, sans-serif; max-width: 34em; margin: 15vh auto; padding: 0 1em; color: #223; background: #f6f7f9; }
            </style>
            </head>
            <body>
            <h1>Welcome to Brume</h1>
            <p>This %s service runs, but no code version is active yet.</p>
            <p>Upload an archive of your application and activate it; this page then makes room for it.</p>
            </body>
            </html>
            """
                .formatted(what);
    }
}
