package dev.vigil.standalone.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom (docs: the module map), over the compiled classes of every module. */
class ArrowsTest {
    private static final String RUNTIME = "dev.vigil.runtime..";
    private static final String INGEST = "dev.vigil.ingest..";
    private static final String INGEST_EVENT = "dev.vigil.ingest.event..";
    private static final String GALLERY = "dev.vigil.gallery..";
    private static final String VISION = "dev.vigil.vision..";
    private static final String RECOGNIZER = "dev.vigil.recognizer..";
    private static final String LAB = "dev.vigil.lab..";
    private static final String STANDALONE = "dev.vigil.standalone..";
    private static final String CLIENT = "dev.vigil.client..";
    private static final List<String> MODULES =
            List.of(CLIENT, RUNTIME, INGEST, GALLERY, VISION, RECOGNIZER, LAB, STANDALONE);

    private static JavaClasses all;

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.vigil");
    }

    @Test
    void everyModuleIsThereAndNoClassIsOutsideThem() {
        for (String module : MODULES) {
            String name = module.replace("..", "");
            Assertions.assertThat(all.stream().map(JavaClass::getPackageName).filter(p -> p.startsWith(name)))
                    .as("classes of %s", name)
                    .isNotEmpty();
        }
        classes().should().resideInAnyPackage(MODULES.toArray(String[]::new)).check(all);
    }

    @Test
    void runtimeKnowsNobody() {
        knowsOnly(RUNTIME);
    }

    @Test
    void ingestKnowsRuntime() {
        knowsOnly(INGEST, RUNTIME);
    }

    @Test
    void galleryKnowsRuntime() {
        knowsOnly(GALLERY, RUNTIME);
    }

    @Test
    void visionKnowsRuntime() {
        knowsOnly(VISION, RUNTIME);
    }

    @Test
    void theRecognizerKnowsVisionAndOfOthersTheirEventsAndClientsOnly() {
        knowsOnly(RECOGNIZER, RUNTIME, VISION, INGEST_EVENT, "dev.vigil.gallery.event..", "dev.vigil.gallery.client..");
    }

    @Test
    void theLabKnowsVisionAndTheGallerysSearch() {
        knowsOnly(LAB, RUNTIME, VISION, "dev.vigil.gallery.search..");
    }

    @Test
    void visionIsALibraryWithoutKafkaAndHttp() {
        noClasses()
                .that()
                .resideInAPackage(VISION)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.javalin..", "org.eclipse.jetty..")
                .check(all);
        noClasses()
                .that()
                .resideInAPackage(VISION)
                .and()
                .doNotHaveFullyQualifiedName("dev.vigil.vision.model.Download") // of published networks, when asked to
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(all);
    }

    @Test
    void theGalleryHasNoPixelsAndNoNetworks() {
        noClasses()
                .that()
                .resideInAPackage(GALLERY)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..", "org.bytedeco..", "java.awt..", "javax.imageio..")
                .check(all);
    }

    @Test
    void onlyVisionRunsNetworks() {
        noClasses()
                .that(not(resideInAnyPackage(VISION, LAB)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(all);
    }

    @Test
    void eventsAreFreeOfHeavyImports() {
        classes()
                .that()
                .resideInAPackage("dev.vigil.*.event..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.vigil.*.event..",
                        RUNTIME,
                        "java..",
                        "org.jspecify..",
                        "com.fasterxml.jackson.annotation..",
                        "org.apache.kafka.common..")
                .check(all);
    }

    @Test
    void theClientStandsOnKafkaAndAJsonParserAlone() {
        classes()
                .that()
                .resideInAPackage(CLIENT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(CLIENT, "java..", "org.jspecify..", "com.fasterxml.jackson..", "org.apache.kafka..")
                .check(all);
    }

    private static void knowsOnly(String module, String... others) {
        classes()
                .that()
                .resideInAPackage(module)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(others)
                        .or(resideInAnyPackage(module))
                        .or(not(resideInAnyPackage("dev.vigil.."))))
                .check(all);
    }
}
