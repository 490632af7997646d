package dev.vigil.vision.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EXIF 2.32, tag 274: at which sides of the upright picture row 0 and column 0 of the stored pixels lie. */
class OrientationTest {
    /** Upright: red and green over blue and white. */
    private static final Color[][] UPRIGHT = {{Color.RED, Color.GREEN}, {Color.BLUE, Color.WHITE}};

    @ParameterizedTest(name = "{0}: row 0 is the {1}, column 0 the {2}")
    @CsvSource({
        "1, top, left",
        "2, top, right",
        "3, bottom, right",
        "4, bottom, left",
        "5, left, top",
        "6, right, top",
        "7, right, bottom",
        "8, left, bottom"
    })
    void turnsTheStoredPixelsUpright(int orientation, String row0, String column0) {
        boolean turned = row0.equals("left") || row0.equals("right");
        BufferedImage stored = TestPictures.quarters(
                turned ? 32 : 64,
                turned ? 64 : 32,
                upright(row0, column0),
                upright(row0, opposite(column0)),
                upright(opposite(row0), column0),
                upright(opposite(row0), opposite(column0)));
        byte[] jpeg = TestPictures.withOrientation(TestPictures.encode(stored, "jpeg"), orientation);
        byte[] png = TestPictures.pngWithOrientation(TestPictures.encode(stored, "png"), orientation);
        assertUpright(jpeg);
        assertUpright(png);
    }

    private static void assertUpright(byte[] file) {
        try (Picture picture = Picture.decode(file)) {
            assertThat(picture.width()).isEqualTo(64);
            assertThat(picture.height()).isEqualTo(32);
            assertThat(Colours.at(picture, 6, 6)).isEqualTo("red");
            assertThat(Colours.at(picture, 58, 6)).isEqualTo("green");
            assertThat(Colours.at(picture, 6, 26)).isEqualTo("blue");
            assertThat(Colours.at(picture, 58, 26)).isEqualTo("white");
        }
    }

    private static Color upright(String side, String otherSide) {
        boolean bottom = side.equals("bottom") || otherSide.equals("bottom");
        boolean right = side.equals("right") || otherSide.equals("right");
        return UPRIGHT[bottom ? 1 : 0][right ? 1 : 0];
    }

    private static String opposite(String side) {
        return switch (side) {
            case "top" -> "bottom";
            case "bottom" -> "top";
            case "left" -> "right";
            default -> "left";
        };
    }
}
