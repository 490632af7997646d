package dev.vigil.standalone.broker;

import dev.vigil.runtime.config.Secret;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.TopicCreator;
import dev.vigil.runtime.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.Time;

/**
 * A real broker with Vigil's topics that lets in only users whom it knows (SCRAM-SHA-512), over TLS, and permits only what is granted.
 * Another listener has a certificate that names another host; a plain one, of whom everything is permitted, is for the test itself.
 */
public final class SecuredBroker implements AutoCloseable {
    private final int plain = Ports.free();
    private final int secured = Ports.free();
    private final int misnamed = Ports.free();
    private final TestCertificate certificate;
    private final TestCertificate elsewhere;
    private final KafkaRaftServer server;
    private final Admin admin;

    private SecuredBroker(Path folder) throws Exception {
        certificate = TestCertificate.create(folder, "kafka", "ip:127.0.0.1");
        elsewhere = TestCertificate.create(folder, "elsewhere", "dns:kafka.example.org");
        Path log = Files.createDirectories(folder.resolve("log"));
        LogFolder.format(log);
        server =
                new KafkaRaftServer(kafka.server.KafkaConfig.fromProps(settings(log), /* doLog= */ false), Time.SYSTEM);
        server.startup();
        admin = Admin.create(Map.of("bootstrap.servers", Ports.LOOPBACK + ":" + plain));
        new TopicCreator(admin, Duration.ofSeconds(30)).createMissing(Topics.ALL, /* standalone= */ true, (short) 1);
    }

    /** Starts one with its files in {@code folder}. */
    public static SecuredBroker start(Path folder) throws Exception {
        return new SecuredBroker(folder);
    }

    private Properties settings(Path log) {
        Properties settings = BrokerProperties.of(ClusterNode.alone(log, plain, Ports.free()));
        String here = Ports.LOOPBACK + ":";
        String more = ",SECURED://" + here + secured + ",MISNAMED://" + here + misnamed;
        settings.merge("listeners", more, (a, b) -> a + "" + b);
        settings.merge("advertised.listeners", more, (a, b) -> a + "" + b);
        settings.merge("listener.security.protocol.map", ",SECURED:SASL_SSL,MISNAMED:SASL_SSL", (a, b) -> a + "" + b);
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:ANONYMOUS");
        Map.of("secured", certificate, "misnamed", elsewhere).forEach((listener, shown) -> {
            String prefix = "listener.name." + listener + ".";
            settings.put(
                    prefix + "scram-sha-512.sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;");
            settings.put(prefix + "ssl.keystore.location", shown.store().toString());
            settings.put(prefix + "ssl.keystore.type", "PKCS12");
            settings.put(prefix + "ssl.keystore.password", TestCertificate.PASSWORD);
            settings.put(prefix + "ssl.key.password", TestCertificate.PASSWORD);
        });
        return settings;
    }

    /** The listener for users: {@code 127.0.0.1:PORT}. */
    public String address() {
        return Ports.LOOPBACK + ":" + secured;
    }

    /** Where no TLS is spoken, and nobody is asked who they are. */
    public String plainAddress() {
        return Ports.LOOPBACK + ":" + plain;
    }

    /** The authority of {@link #address}. */
    public Path ca() {
        return certificate.certificate();
    }

    /** A client as it ought to be. */
    public KafkaConfig client(String user, String password) {
        return client(address(), ca(), user, password);
    }

    /** A client of the listener whose certificate names another host, and whose authority is trusted. */
    public KafkaConfig misnamedClient(String user, String password) {
        return client(Ports.LOOPBACK + ":" + misnamed, elsewhere.certificate(), user, password);
    }

    /** A client that trusts another authority. */
    public KafkaConfig distrustfulClient(String user, String password) {
        return client(address(), elsewhere.certificate(), user, password);
    }

    private static KafkaConfig client(String address, Path ca, String user, String password) {
        return new KafkaConfig(
                address, Map.of(), true, ca, user, Secret.of(password), KafkaConfig.Mechanism.SCRAM_SHA_512);
    }

    /** Makes a user, or gives them another password. */
    public void user(String name, String password) throws Exception {
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
                .all()
                .get();
    }

    /** Forgets a user. */
    public void forget(String name) throws Exception {
        admin.alterUserScramCredentials(List.of(new UserScramCredentialDeletion(name, ScramMechanism.SCRAM_SHA_512)))
                .all()
                .get();
    }

    /** Permits something to a user, for what bears that name, or begins with it where it ends in {@code *}. */
    public void permit(String user, ResourceType type, String name, AclOperation... operations) throws Exception {
        boolean prefix = name.endsWith("*") && name.length() > 1;
        ResourcePattern pattern = new ResourcePattern(
                type,
                prefix ? name.substring(0, name.length() - 1) : name,
                prefix ? PatternType.PREFIXED : PatternType.LITERAL);
        admin.createAcls(Arrays.stream(operations)
                        .map(operation -> new AclBinding(
                                pattern,
                                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)))
                        .toList())
                .all()
                .get();
    }

    /** Takes every right from everybody. */
    public void permitNothing() throws Exception {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        server.shutdown();
        server.awaitShutdown();
    }
}
