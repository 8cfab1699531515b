package dev.mintmark.launcher.toolchain;

import dev.mintmark.content.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * A toolchain whose files are on this machine.
 *
 * @param files what is in the folder
 * @param folder {@code quarkus-app}; beside it the JVM may keep its classes
 */
public record Installed(Toolchain toolchain, Tree files, Path folder, Jdk jdk) {
  private static final String UNKNOWN = "unknown";
  private static final Pattern KIT =
      Pattern.compile("lib/main/dev\\.mintmark\\.mintmark-service-kit-.+\\.jar");

  /** A service's own jar; its module need not be called as the service is. */
  private static final Pattern OWN_JAR = Pattern.compile("app/mintmark-[a-z-]+-(\\d.*)\\.jar");

  private static final String LOGINS = "dev/mintmark/kit/broker/Broker.class";

  /** Finds out what a service runs as. */
  public static Installed find(String step, Path folder, Jdk jdk, FileDigests digests)
      throws IOException {
    Tree files = digests.tree(folder);
    return new Installed(
        new Toolchain(step, version(files), files.digest(), Toolchain.Java.of(jdk)),
        files,
        folder,
        jdk);
  }

  /** The jar that starts it. */
  public Path jar() {
    return folder.resolve("quarkus-run.jar");
  }

  /**
   * Whether it can come to Kafka with a password. One from before there were identities cannot: the
   * stack's broker would let it write nothing.
   *
   * @throws IOException where its service-kit is no jar
   */
  public boolean knowsLogins() throws IOException {
    for (Tree.Entry entry : files.entries()) {
      if (KIT.matcher(entry.path()).matches()) {
        try (ZipFile jar = new ZipFile(folder.resolve(entry.path()).toFile())) {
          return jar.getEntry(LOGINS) != null;
        }
      }
    }
    return true;
  }

  private static String version(Tree files) {
    return files.entries().stream()
        .map(entry -> OWN_JAR.matcher(entry.path()))
        .filter(Matcher::matches)
        .map(match -> match.group(1))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
