package dev.vigil.recognizer.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.live.LiveFace;
import dev.vigil.recognizer.live.LiveFrame;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.picture.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. Its pictures are left in {@code target/console} for people to look at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target", "console");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double PATIENCE_MS = 30_000;
    private static final String EMILY = "labeled_face/emily willis/joshua-rondeau-6z_C6OQBb4M-unsplash.jpg";
    private static final String GROUP = "unknown_face/sample (1).jpg";

    private final List<String> complaints = new ArrayList<>();
    private ConsoleFixture fixture;
    private Playwright playwright;
    private Browser browser;
    private BrowserContext context;
    private Page page;

    @BeforeAll
    void launch(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "The console's browser tests need " + CHROMIUM + ".");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
        fixture = new ConsoleFixture(folder);
        await().atMost(PATIENCE).until(() -> fixture.console().awaited().isEmpty());
    }

    @AfterAll
    void quit() {
        if (fixture != null) {
            fixture.close();
        }
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void open() {
        open(new Browser.NewContextOptions().setViewportSize(1360, 900));
    }

    private void open(Browser.NewContextOptions options) {
        context = browser.newContext(options);
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    @AfterEach
    void shut() {
        context.close();
        complaints.clear();
    }

    private void logIn() {
        page.navigate(fixture.loginLink());
        assertThat(page.locator("#console")).isVisible();
        assertThat(page.locator("#state")).hasText("live");
    }

    private Locator card(String text) {
        return page.locator(".recognition").filter(new Locator.FilterOptions().setHasText(text));
    }

    private void publish(String track, Decision decision, Reason reason, String name, float score, int revision) {
        fixture.publish(new Happening("door", track, decision, reason, name, score, revision, crop()));
    }

    private Base64Bytes crop() {
        try (Picture picture = Picture.read(fixture.samples.file(EMILY))) {
            return Base64Bytes.of(picture.cropJpeg(new Box(0, 0, picture.width(), picture.height()), 0, 120, 8_000));
        }
    }

    private void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    @Test
    void anAlertStandsOnTopUntilSomebodyHasSeenToItForEverybody() {
        Happening seen = new Happening(
                "door", "door/a/1/0", Decision.MATCH, Reason.ABOVE_THRESHOLD, "Grace Hopper", .71f, 1, crop());
        fixture.publish(seen.alert("vip", "critical"));
        fixture.publish(new Happening("yard", "yard/a/1/0", Decision.MATCH, Reason.ABOVE_THRESHOLD, "Ada", .5f, 1, null)
                .alert("staff", "info"));
        logIn();
        Locator alert = page.locator(".alert").filter(new Locator.FilterOptions().setHasText("Grace Hopper"));
        assertThat(alert).containsText("critical");
        assertThat(alert).containsText("vip · The door");
        assertThat(page.locator("#alerts-count")).hasText("2 open");
        picture("alerts");
        alert.locator("button").click();
        assertThat(alert).hasCount(0);
        assertThat(page.locator("#alerts-count")).hasText("1 open");
        page.reload();
        assertThat(page.locator(".alert")).hasCount(1);
        page.locator(".alert button").click();
        assertThat(page.locator("#alerts-section")).isHidden();
        assertThat(complaints).isEmpty();
    }

    @Test
    void withoutALoginOnlyTheFormIsShown() {
        page.navigate(fixture.address());
        assertThat(page.locator("#login")).isVisible();
        assertThat(page.locator("#console")).isHidden();
        page.fill("#key", "a guess");
        page.click("#login button");
        assertThat(page.locator("#login-error")).hasText("This key is not known here: ask the operator for one.");
        picture("login");
        page.fill("#key", fixture.viewerKey());
        page.click("#login button");
        assertThat(page.locator("#console")).isVisible();
        assertThat(page.locator("#enrol")).isHidden();
        page.click("#logout");
        assertThat(page.locator("#login")).isVisible();
    }

    @Test
    void aLoginLinkServesOnce() {
        String link = fixture.loginLink();
        page.navigate(link);
        assertThat(page.locator("#console")).isVisible();
        assertThat(page.url()).isEqualTo(fixture.address() + "/");
        assertThat((String) page.evaluate("document.cookie"))
                .as("scripts can't read the session")
                .isEmpty();
        context.clearCookies();
        page.navigate(link);
        assertThat(page.locator("#login-why")).containsText("was used already");
    }

    @Test
    void aRecognitionAppearsAsItComesAndChangesInItsPlace() {
        logIn();
        publish("door/s/1/0", Decision.UNCERTAIN, Reason.BETWEEN_THRESHOLDS, "Anna Coming", .36f, 1);
        Locator card = card("Anna Coming");
        assertThat(card).containsText("uncertain");
        assertThat(card).containsText("threshold 0.42");
        publish("door/s/1/0", Decision.MATCH, Reason.ABOVE_THRESHOLD, "Anna Coming", .71f, 2);
        assertThat(card.locator(".chip")).hasText("match");
        assertThat(card.locator(".score b")).hasText("0.71");
        assertThat(card).containsText("the score reaches the threshold");
        assertThat(card).hasCount(1);
        assertThat(page.locator("#recognitions")).not().containsText("%");
        page.click("#filter [data-decision=unknown]");
        assertThat(card).isHidden();
    }

    @Test
    void whatIsNoNameIsShownAsTextOnly() {
        logIn();
        String hostile = "<script>window.broken = 1</script><img src=x onerror=\"window.broken = 1\">";
        publish("door/s/2/0", Decision.MATCH, Reason.ABOVE_THRESHOLD, hostile, .8f, 1);
        assertThat(card("<script>").locator(".name")).hasText(hostile);
        fixture.gallery.put("hostile", NewPerson.named(hostile));
        page.reload();
        assertThat(page.locator(".person .name").filter(new Locator.FilterOptions().setHasText("<script>")))
                .hasText(hostile);
        assertThat(page.evaluate("window.broken === undefined")).isEqualTo(true);
        fixture.gallery.erase("hostile");
    }

    @Test
    void aPersonIsEnrolledByPhotoAndErased() {
        logIn();
        page.fill("#enrol-name", "Emily Willis");
        page.setInputFiles("#enrol-photos", fixture.samples.file(GROUP));
        page.click("#enrol button");
        assertThat(page.locator("#enrol-result .bad")).containsText("faces in this photo: crop it to the one");
        assertThat(page.locator(".person")).hasCount(0);
        page.setInputFiles("#enrol-photos", fixture.samples.file(EMILY));
        page.click("#enrol button");
        assertThat(page.locator("#enrol-result .good")).containsText("is enrolled as Emily Willis.");
        Locator person = page.locator(".person").filter(new Locator.FilterOptions().setHasText("Emily Willis"));
        assertThat(person.locator(".faces")).hasText("1 face");
        assertThat(person.locator("img.mark")).isVisible();
        picture("enrolled");
        person.locator("button").click();
        assertThat(page.locator("#erase")).isVisible();
        page.click("#erase button[value=keep]");
        assertThat(person).isVisible();
        person.locator("button").click();
        page.click("#erase-yes");
        assertThat(person).hasCount(0);
        assertThat(fixture.gallery.people()).isEmpty();
    }

    @Test
    void aFaceThatACameraSawCanBeEnrolled() {
        logIn();
        publish("door/s/3/0", Decision.UNKNOWN, Reason.BELOW_THRESHOLD, "", .12f, 1);
        card("Unknown person").first().locator(".link").click();
        assertThat(page.locator("#enrol-preview img")).isVisible();
        page.fill("#enrol-name", "Somebody New");
        page.click("#enrol button");
        assertThat(page.locator("#enrol-result .good")).containsText("is enrolled as Somebody New.");
        fixture.gallery.erase(fixture.gallery.peopleNamed("Somebody New").get(0).id());
    }

    @Test
    void aCameraShowsItsLatestPictureWithTheBoxesOfThatFrame() {
        showGroup();
        logIn();
        Locator boxes = page.locator(".camera .box");
        assertThat(boxes).hasCount(3); // and the picture stays: its boxes are named when the recognition comes
        publish("door/s/9/0", Decision.MATCH, Reason.ABOVE_THRESHOLD, "Emily Willis", .66f, 1);
        assertThat(page.locator(".camera .box.match span")).hasText("Emily Willis · match");
        assertThat(page.locator(".camera figcaption")).containsText("The door");
        fixture.live.ended("door");
        assertThat(page.locator(".camera.off")).containsText("off");
    }

    private void showGroup() {
        try (Picture picture = Picture.read(fixture.samples.file(GROUP))) {
            fixture.live.show(new LiveFrame(
                    "door",
                    "s",
                    12,
                    Instant.parse("2026-11-24T08:15:30Z"),
                    Base64Bytes.of(picture.toJpeg(85)),
                    picture.width(),
                    picture.height(),
                    List.of(
                            new LiveFace("door/s/9/0", new Box(300, 250, 260, 320)),
                            new LiveFace("door/s/9/1", new Box(900, 200, 260, 320)),
                            new LiveFace("door/s/9/2", new Box(1700, 20, 260, 320)))));
        }
    }

    @Test
    void thePageLooksRightOnDesktopAndPhoneInBothSchemes() {
        showGroup();
        for (String name : List.of("Emily Willis", "Jessica Smith", "Laura Tilling", "Tara Sanford")) {
            fixture.gallery.put("demo-" + name.charAt(0), NewPerson.named(name));
        }
        publish("door/s/20/0", Decision.MATCH, Reason.ABOVE_THRESHOLD, "Emily Willis", .71f, 1);
        publish("door/s/20/1", Decision.UNCERTAIN, Reason.SMALL_MARGIN, "Tara Sanford", .44f, 1);
        publish("door/s/20/2", Decision.UNKNOWN, Reason.BELOW_THRESHOLD, "", .12f, 1);
        publish("door/s/20/3", Decision.IGNORED, Reason.IGNORED_PERSON, "The postman with a rather long name", .62f, 1);
        fixture.publish(new Happening("yard", "yard/s/1/0", Decision.UNKNOWN, Reason.TOO_SMALL, "", 0, 1, null));
        publish("door/s/9/0", Decision.MATCH, Reason.ABOVE_THRESHOLD, "Emily Willis", .66f, 1);
        publish("door/s/9/1", Decision.UNCERTAIN, Reason.BETWEEN_THRESHOLDS, "Jessica Smith", .38f, 1);
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            look("desktop-", 1360, 900, scheme);
            look("phone-", 390, 844, scheme);
        }
        fixture.gallery.people().forEach(person -> fixture.gallery.erase(person.id()));
        fixture.live.ended("door");
    }

    private void look(String name, int width, int height, ColorScheme scheme) {
        context.close();
        open(new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme));
        logIn();
        assertThat(page.locator(".camera .box")).hasCount(3);
        assertThat(card("too small")).isVisible();
        assertThat(page.locator(".person")).hasCount(4);
        Object overflow = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
        assertThat(overflow)
                .as("nothing reaches over the side at " + width + " px")
                .isEqualTo(false);
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(width < 500)
                .setPath(PICTURES.resolve(name + scheme.name().toLowerCase(java.util.Locale.ROOT) + ".png")));
        assertThat(complaints).as("the browser's complaints").isEmpty();
    }
}
