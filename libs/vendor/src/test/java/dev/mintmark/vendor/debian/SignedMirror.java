package dev.mintmark.vendor.debian;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.fixture.DebFixture;
import dev.mintmark.packages.fixture.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mirror of plain files, signed with a key of its own; apt and gpg have to be there. */
final class SignedMirror implements AutoCloseable {
  private final Path root;
  private final Path keys;
  private final Map<String, List<String>> paragraphs = new LinkedHashMap<>();

  SignedMirror(Path folder) throws IOException {
    Tool.require("apt-get", "--version");
    Tool.require("gpg", "--version");
    root = Files.createDirectory(folder.resolve("mirror"));
    keys = Files.createDirectory(folder.resolve("k"));
    Files.setPosixFilePermissions(
        keys, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    gpg("--quick-gen-key", "mirror@example.org", "ed25519", "sign", "never");
    gpg("--output", keys.resolve("mirror.gpg").toString(), "--export");
    clear();
  }

  /** Takes all packages out of the indexes; their files stay. */
  SignedMirror clear() {
    paragraphs.clear();
    paragraphs.put("amd64", new ArrayList<>());
    paragraphs.put("arm64", new ArrayList<>());
    return this;
  }

  /**
   * Adds a package to the pool and, when it is for all, to each index.
   *
   * @param fields more of them, e.g. {@code Depends: libc6}
   */
  SignedMirror add(String name, String version, String architecture, String... fields)
      throws IOException {
    String more = fields.length == 0 ? "" : String.join("\n", fields) + "\n";
    String control =
        "Package: %s\nVersion: %s\nArchitecture: %s\nMaintainer: Nobody <nobody@example.org>\n%sDescription: none\n"
            .formatted(name, version, architecture, more);
    byte[] deb = new DebFixture().control(control).build();
    String plain = version.substring(version.indexOf(':') + 1);
    String path = "pool/main/%s/%s_%s_%s.deb".formatted(name.charAt(0), name, plain, architecture);
    Files.createDirectories(root.resolve(path).getParent());
    Files.write(root.resolve(path), deb);
    String paragraph =
        control
            + "Filename: %s\nSize: %d\nSHA256: %s\n"
                .formatted(path, deb.length, Digest.of(deb).hex());
    paragraphs.forEach((each, list) -> {
      if (architecture.equals("all") || architecture.equals(each)) {
        list.add(paragraph);
      }
    });
    return this;
  }

  /** Writes the indexes and signs them. */
  SignedMirror publish() throws IOException {
    StringBuilder release =
        new StringBuilder(
            "Origin: Example\nLabel: Example\nSuite: stable\nCodename: woody\n"
                + "Date: Sat, 03 Jan 2026 00:00:00 UTC\nArchitectures: amd64 arm64\n"
                + "Components: main\nSHA256:\n");
    for (Map.Entry<String, List<String>> each : paragraphs.entrySet()) {
      String path = "main/binary-" + each.getKey() + "/Packages";
      byte[] index = String.join("\n", each.getValue()).getBytes(UTF_8);
      write("dists/woody/" + path, index);
      release.append(" %s %d %s\n".formatted(Digest.of(index).hex(), index.length, path));
    }
    write("dists/woody/Release", release.toString().getBytes(UTF_8));
    Files.deleteIfExists(root.resolve("dists/woody/InRelease"));
    gpg(
        "--clearsign",
        "--output",
        root.resolve("dists/woody/InRelease").toString(),
        root.resolve("dists/woody/Release").toString());
    return this;
  }

  Path root() {
    return root;
  }

  /** Ends gpg's agent. */
  @Override
  public void close() throws IOException {
    Tool.run(keys, "gpgconf", "--homedir", keys.toString(), "--kill", "gpg-agent");
  }

  Path file(String path) {
    return root.resolve(path);
  }

  /** A line for apt. */
  Path sources(String options) throws IOException {
    return Files.writeString(
        root.resolve("test.list"), "deb [%s] file://%s woody main\n".formatted(options, root));
  }

  Path sources() throws IOException {
    return sources("signed-by=" + keys.resolve("mirror.gpg"));
  }

  private void write(String path, byte[] bytes) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.write(root.resolve(path), bytes);
  }

  private void gpg(String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "gpg",
                "--homedir",
                keys.toString(),
                "--batch",
                "--yes",
                "--quiet",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                ""));
    command.addAll(List.of(words));
    Tool.run(keys, command.toArray(String[]::new));
  }
}
