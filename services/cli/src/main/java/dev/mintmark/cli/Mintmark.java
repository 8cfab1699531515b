package dev.mintmark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.cli.command.CommandLines;
import dev.mintmark.cli.command.World;
import dev.mintmark.cli.pause.Pause;
import dev.mintmark.cli.terminal.Terminals;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** {@code mintmark}. */
public final class Mintmark {
  private Mintmark() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Numbers, and the words that libraries look up, are the same wherever it runs.
    Locale.setDefault(Locale.ROOT);
    boolean terminal = Terminals.isTerminal();
    World world =
        new World(
            System.getenv(),
            Path.of("").toAbsolutePath(),
            writer(FileDescriptor.out),
            writer(FileDescriptor.err),
            terminal,
            Terminals.wantsColour(terminal, System.getenv()),
            Pause.real());
    System.exit(CommandLines.of(world).execute(arguments));
  }

  /** UTF-8 in every locale: output must not depend on where it is read. */
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), UTF_8), true);
  }
}
