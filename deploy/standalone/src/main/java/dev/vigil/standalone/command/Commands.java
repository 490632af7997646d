package dev.vigil.standalone.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The list of commands. */
final class Commands {
    private Commands() {}

    /** The whole tree, not yet parsed. */
    static CommandLine all(Terminal terminal) {
        CommandLine root = new CommandLine(new Root());
        root.addSubcommand(new QuickstartCommand(terminal));
        root.addSubcommand(new CommandLine(new PeopleCommand(terminal))
                .addSubcommand(new PeopleIdentityCommands.Merge(terminal))
                .addSubcommand(new PeopleIdentityCommands.Split(terminal))
                .addSubcommand(new PeopleCheckCommand(terminal))
                .addSubcommand(new PeopleRightsCommands.Erasure(terminal))
                .addSubcommand(new BackupCommands.Export(terminal))
                .addSubcommand(new BackupCommands.Import(terminal)));
        root.addSubcommand(new WatchlistsCommand(terminal));
        root.addSubcommand(new CamerasCommand(terminal));
        root.addSubcommand(new AuditCommand(terminal));
        root.addSubcommand(new VerifyCommand(terminal));
        root.addSubcommand(new IdentifyCommand(terminal));
        root.addSubcommand(new WatchCommand(terminal));
        root.addSubcommand(new ExplainCommand(terminal));
        root.addSubcommand(new ReplayCommand(terminal));
        root.addSubcommand(ModelsCommand.line(terminal));
        root.addSubcommand(EvaluateCommand.line(terminal));
        root.addSubcommand(KeysCommand.line(terminal));
        root.addSubcommand(BenchCommand.line(terminal));
        root.addSubcommand(new ChaosCommand(terminal));
        root.addSubcommand(new ServiceCommands.IngestCommand(terminal));
        root.addSubcommand(new ServiceCommands.RecognizerCommand(terminal));
        root.addSubcommand(new ServiceCommands.GalleryCommand(terminal));
        root.addSubcommand(new ServiceCommands.WebhooksCommand(terminal));
        root.addSubcommand(new SchemasCommand(terminal));
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(110)
                .setOut(new PrintWriter(terminal.out(), true, UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, UTF_8));
    }

    /** A command that only holds others. */
    abstract static class Parent implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public void run() {
            CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
            throw new ParameterException(
                    line,
                    "say which: " + String.join(", ", line.getSubcommands().keySet()));
        }
    }

    @Command(
            name = "vigil",
            description = "Watches camera streams and says who is there.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    private static final class Root extends Parent {}

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Commands.class.getPackage().getImplementationVersion();
            return new String[] {"vigil " + (version == null ? "(built from classes)" : version)};
        }
    }
}
