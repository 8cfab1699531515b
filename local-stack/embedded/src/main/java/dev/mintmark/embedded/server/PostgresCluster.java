package dev.mintmark.embedded.server;

import dev.mintmark.embedded.StackException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL's data folder and the programs that work on it.
 *
 * @param binaries holds {@code bin/initdb} and {@code bin/postgres}
 * @param folder holds {@code data}
 * @param root whether this process is root: then the programs run in a user namespace, as nobody
 */
record PostgresCluster(Path binaries, Path folder, boolean root) {
  static Path dataOf(Path folder) {
    return folder.resolve("data");
  }

  static Path pidFileOf(Path data) {
    return data.resolve("postmaster.pid");
  }

  Path data() {
    return dataOf(folder);
  }

  Path pidFile() {
    return pidFileOf(data());
  }

  /** The command line of one of the programs. */
  List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (root) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(binaries.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** The environment may name another server, user or locale. */
  static void cleanEnvironment(ProcessBuilder builder) {
    builder.environment().keySet().removeIf(k -> k.startsWith("PG") || k.startsWith("LC_"));
    builder.environment().put("LANG", "C");
  }

  /** Makes the cluster and its database, once; begins anew where a kill came in between. */
  void initialize(String password) throws IOException {
    Path marker = folder.resolve("initialized");
    if (Files.exists(marker)) {
      return;
    }
    Folders.delete(data());
    Path passwordFile = folder.resolve("password");
    PrivateFiles.write(passwordFile, password);
    try {
      run(
          "",
          command(
              "initdb",
              "-D",
              data().toString(),
              "-U",
              PostgresServer.USER,
              "-A",
              "scram-sha-256",
              "--pwfile=" + passwordFile,
              "-E",
              "UTF8",
              "--no-locale"));
    } finally {
      Files.deleteIfExists(passwordFile);
    }
    // There is no psql among the binaries; a server in single-user mode reads SQL from its input.
    run(
        "create database " + PostgresServer.DATABASE + ";\n",
        command("postgres", "--single", "-D", data().toString(), "postgres"));
    Files.createFile(marker);
  }

  /** Makes a database that is not there; to be called while no server runs. */
  void ensureDatabase(String name) throws IOException {
    Path marker = folder.resolve("database-" + name);
    if (Files.exists(marker)) {
      return;
    }
    // Where a kill came before the marker, the server only reports that the database is there.
    run(
        "create database " + name + ";\n",
        command("postgres", "--single", "-D", data().toString(), "postgres"));
    Files.createFile(marker);
  }

  private static void run(String input, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    cleanEnvironment(builder);
    Process process = builder.start();
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new StackException(
            "STK-006", "cannot set up PostgreSQL: " + command.getLast() + ": " + output.strip());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
