package dev.mintmark.cli.keys;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.verify.key.KeyPassword;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A password from a file, from {@code COSIGN_PASSWORD} as cosign takes it, or asked for at the
 * terminal; never an argument, which every process of the machine can read.
 */
public final class Passwords implements KeyPassword {
  private static final String VARIABLE = "COSIGN_PASSWORD";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final int LONGEST = 1024;

  private final Optional<Path> file;
  private final Map<String, String> environment;
  private final boolean terminal;

  /**
   * @param file its first line, where it is given
   * @param terminal whether somebody can be asked
   */
  public Passwords(Optional<Path> file, Map<String, String> environment, boolean terminal) {
    this.file = file;
    this.environment = environment;
    this.terminal = terminal;
  }

  /**
   * @throws CommandException CLI-154 where there is none, or the file may be read by others
   */
  @Override
  public char[] of(String what) {
    String variable = environment.get(VARIABLE);
    return file.isPresent()
        ? read(file.get())
        : variable != null ? variable.toCharArray() : ask("Password of " + what + ": ");
  }

  /** A password for a new file; asked for twice. */
  public char[] fresh() {
    if (file.isPresent() || environment.containsKey(VARIABLE)) {
      return of("the new key");
    }
    char[] first = ask("New password: ");
    if (!Arrays.equals(first, ask("The same again: "))) {
      throw refused("the two passwords differ");
    }
    return first;
  }

  private char[] ask(String prompt) {
    Console console = terminal ? System.console() : null;
    char[] password = console == null ? null : console.readPassword("%s", prompt);
    if (password == null) {
      throw refused(
          "there is no terminal to ask at; give it with --password-file, or in " + VARIABLE);
    }
    return password;
  }

  private static char[] read(Path file) {
    try {
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw refused(file + " may be used by others than its owner; run: chmod 600 " + file);
      }
      if (Files.size(file) > LONGEST) {
        throw refused(file + " has more than " + LONGEST + " bytes");
      }
      return Files.readString(file).lines().findFirst().orElse("").toCharArray();
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE, "CLI-154", "cannot take a password: " + file + " cannot be read: " + e, e);
    }
  }

  private static CommandException refused(String found) {
    return new CommandException(Exit.USAGE, "CLI-154", "cannot take a password: " + found);
  }
}
