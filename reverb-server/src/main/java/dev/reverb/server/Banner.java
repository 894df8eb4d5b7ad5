package dev.reverb.server;

import dev.reverb.application.Application;
import dev.reverb.server.config.Printable;
import java.io.PrintStream;
import java.util.List;

/** What the server says when it has started. Never a secret, but for credentials that were just made. */
final class Banner {

    private static final int MOST_APPLICATIONS = 10;

    private final PrintStream out;
    private final Reach reach;

    Banner(PrintStream out, Reach reach) {
        this.out = out;
        this.reach = reach;
    }

    /** Where it listens, and for whom. */
    void started(String version, String transport, List<Application> applications) {
        out.println("Reverb " + version + " on " + reach.listening() + " (" + transport + ")");
        applications.stream().limit(MOST_APPLICATIONS).forEach(this::application);
        if (applications.size() > MOST_APPLICATIONS) {
            out.println("  … and " + (applications.size() - MOST_APPLICATIONS) + " more");
        }
    }

    private void application(Application application) {
        out.println("  application " + Printable.escaped(application.id()) + ", key "
                + Printable.escaped(application.key()) + webhooks(application)
                + (application.isEnabled() ? "" : " (not enabled)"));
    }

    /** How many: an address may have a secret in it. */
    private static String webhooks(Application application) {
        int hooks = application.webhooks().size();
        return switch (hooks) {
            case 0 -> "";
            case 1 -> ", 1 webhook";
            default -> ", " + hooks + " webhooks";
        };
    }

    /** Which table its applications come from. */
    void table(String name) {
        out.println("  applications of the table " + Printable.escaped(name));
    }

    /** Which Redis joins it to other servers. */
    void scaling(String address, String prefix) {
        out.println("  scaling over Redis at " + Printable.escaped(address) + ", prefix " + Printable.escaped(prefix));
    }

    void playground(boolean loopbackOnly) {
        out.println("  playground  " + reach.pageUrl() + (loopbackOnly ? " (this machine only)" : ""));
    }

    /** Credentials that were just made, and how to use them. */
    void generated(Credentials credentials, String kept) {
        out.println();
        out.println("No application was configured, so here is one. " + kept);
        out.println();
        out.println("  REVERB_APP_ID=" + credentials.id());
        out.println("  REVERB_APP_KEY=" + credentials.key());
        out.println("  REVERB_APP_SECRET=" + credentials.secret());
        out.println();
        out.println("In your page, with laravel-echo and pusher-js:");
        out.println();
        reach.echo(credentials.key()).lines().forEach(line -> out.println("  " + line));
        out.println();
    }

    void note(String note) {
        out.println(note);
    }
}
