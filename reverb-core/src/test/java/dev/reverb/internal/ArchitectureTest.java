package dev.reverb.internal;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The data loops through the engine; the imports do not. */
class ArchitectureTest {

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.reverb");

    @Test
    void internalPackagesAreFreeOfCycles() {
        slices().matching("dev.reverb.internal.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void connectionsKnowNeitherProtocolNorChannels() {
        mayNotUse("connection", "protocol", "channels", "dispatch", "http", "auth", "wire");
    }

    @Test
    void channelsKnowNeitherProtocolNorHttp() {
        mayNotUse("channels", "protocol", "dispatch", "http", "auth");
    }

    @Test
    void theWayOfEventsKnowsNeitherProtocolNorHttp() {
        mayNotUse("dispatch", "protocol", "http", "auth");
    }

    @Test
    void theProtocolKnowsNoHttpApi() {
        mayNotUse("protocol", "http");
        mayNotUse("http", "protocol");
    }

    @Test
    void interceptionKnowsNothingOfWhoAsks() {
        mayNotUse("interception", "protocol", "channels", "connection", "dispatch", "http", "webhook", "auth");
    }

    @Test
    void webhooksKnowOnlyWhatChannelsTell() {
        mayNotUse("webhook", "protocol", "http", "dispatch", "connection");
        for (String other : new String[] {"protocol", "http", "dispatch", "connection", "channels", "auth", "wire"}) {
            mayNotUse(other, "webhook");
        }
    }

    @Test
    void listenersKnowNoneOfThoseThatTellThem() {
        mayNotUse("event", "protocol", "http", "dispatch", "connection", "channels", "webhook", "auth", "wire");
    }

    @Test
    void theSpisKnowNothingOfTheEngine() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.reverb.spi..", "dev.reverb.channel", "dev.reverb.application", "dev.reverb.event")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.reverb.internal..")
                .check(CORE);
    }

    @Test
    void coreUsesSlf4jOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAPackage("dev.reverb..")
                        .or(resideInAPackage("java.."))
                        .or(resideInAPackage("javax.."))
                        .or(resideInAPackage("org.slf4j"))
                        .or(resideInAPackage("org.jspecify.annotations")))
                .check(CORE);
    }

    private static void mayNotUse(String from, String... others) {
        for (String other : others) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.reverb.internal." + from)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.reverb.internal." + other)
                    .check(CORE);
        }
    }
}
