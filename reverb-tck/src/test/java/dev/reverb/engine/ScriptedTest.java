package dev.reverb.engine;

import dev.reverb.application.Application;
import dev.reverb.tck.Dialogue;
import dev.reverb.tck.Framing;
import dev.reverb.tck.ReverbTester;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Plays dialogues from golden files, with both framings; on two lanes, so that clients are not all on their channels' lane. */
@ParameterizedClass
@EnumSource(Framing.class)
abstract class ScriptedTest {

    @Parameter
    Framing framing;

    /** Plays a script with the default settings. */
    final void play(String script) {
        play(script, application -> application);
    }

    /** Plays a script with settings of the application's own. */
    final void play(String script, UnaryOperator<Application.Builder> settings) {
        Application.Builder application = Application.builder("app-id", "app-key", "app-secret");
        try (ReverbTester reverb = start(
                ReverbTester.builder().application(settings.apply(application).build()))) {
            Dialogue.play(script, reverb);
        }
    }

    /** Starts a server with this run's framing. */
    final ReverbTester start(ReverbTester.Builder settings) {
        return settings.framing(framing).lanes(2).start();
    }
}
