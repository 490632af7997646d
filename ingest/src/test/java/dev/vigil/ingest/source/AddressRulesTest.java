package dev.vigil.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRulesTest {
    private static boolean permits(AddressRules rules, String address) throws UnknownHostException {
        return rules.permits(InetAddress.getByName(address));
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.7.9, true",
        "10.1.2.3, true",
        "fd12::7, true",
        "203.0.113.9, true",
        "169.254.169.254, false",
        "::ffff:169.254.169.254, false",
        "fe80::1, false",
        "fd00:ec2::254, false",
        "100.100.100.200, false",
        "100.100.100.201, true",
        "0.0.0.0, false",
        "::, false",
        "224.0.0.1, false",
        "127.0.0.1, false",
        "127.9.9.9, false",
        "::1, false"
    })
    void theUsualRulesAllowCamerasAndNotWhatIsNoCamera(String address, boolean allowed) throws Exception {
        assertThat(permits(AddressRules.usual(false), address)).isEqualTo(allowed);
    }

    @Test
    void thisMachineItselfIsAllowedWhereItsOwnerSaysSo() throws Exception {
        assertThat(permits(AddressRules.usual(true), "127.0.0.1")).isTrue();
        assertThat(permits(AddressRules.usual(true), "0.0.0.0")).isFalse();
    }

    @Test
    void allowedNetworksAreTheOnlyOnesAndDeniedOnesComeFirst() throws Exception {
        AddressRules rules = new AddressRules(List.of("192.168.7.0/24", "127.0.0.1"), List.of("192.168.7.66"), false);
        assertThat(permits(rules, "192.168.7.9")).isTrue();
        assertThat(permits(rules, "127.0.0.1")).isTrue();
        assertThat(permits(rules, "192.168.7.66")).isFalse();
        assertThat(permits(rules, "192.168.8.9")).isFalse();
    }

    @Test
    void aHostThatMayNotBeConnectedToIsSaidWithoutItsAddress() {
        assertThatThrownBy(() -> AddressRules.usual(false).resolve("The camera x", "localhost"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("The camera x is not connected to")
                .hasMessageNotContaining("127.0.0.1");
        assertThatThrownBy(() -> new AddressRules(List.of("10.0.0.0/99"), List.of(), true))
                .hasMessageContaining("is no network");
    }

    @Test
    void theResolvedAddressTakesThePlaceOfTheName() throws Exception {
        SourceAddress.Rtsp rtsp = (SourceAddress.Rtsp) SourceAddress.parse("rtsp://u:p%40@Cam.local:8554/a@b?x=1");
        assertThat(rtsp.host()).isEqualTo("Cam.local");
        assertThat(rtsp.at(InetAddress.getByName("10.0.0.9"))).isEqualTo("rtsp://u:p%40@10.0.0.9:8554/a@b?x=1");
        assertThat(rtsp.at(InetAddress.getByName("fd12::9")))
                .isEqualTo("rtsp://u:p%40@[fd12:0:0:0:0:0:0:9]:8554/a@b?x=1");
        assertThat(((SourceAddress.Rtsp) SourceAddress.parse("rtsps://[fd12::9]/a")).host())
                .isEqualTo("fd12::9");
    }
}
