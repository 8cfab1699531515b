package dev.mintmark.oci.manifest;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one platform's image is run (image-spec, "OCI Image Configuration").
 *
 * @param created in seconds since 1970
 * @param diffIds of the uncompressed layers, from the base up
 * @param history one line for each layer, in the same order
 */
public record ImageConfig(
    long created, Platform platform, Run run, List<Digest> diffIds, List<History> history) {
  private static final Pattern ENV = Pattern.compile("[^=\\x00]+=[^\\x00]*");

  /**
   * What the process gets.
   *
   * @param user {@code uid:gid} in digits; null for root
   * @param exposedPorts such as {@code 8080/tcp}, sorted
   * @param env {@code NAME=value}, in this order
   * @param workingDir absolute; null for {@code /}
   * @param labels sorted by key
   */
  public record Run(
      @Nullable String user,
      SortedSet<String> exposedPorts,
      List<String> env,
      List<String> entrypoint,
      List<String> cmd,
      @Nullable String workingDir,
      SortedMap<String, String> labels) {
    public Run {
      exposedPorts = new TreeSet<>(exposedPorts);
      env = List.copyOf(env);
      entrypoint = List.copyOf(entrypoint);
      cmd = List.copyOf(cmd);
      labels = Annotations.sorted(labels);
      for (String variable : env) {
        if (!ENV.matcher(variable).matches()) {
          throw new IllegalArgumentException(
              "not an environment variable: '" + variable + "'; expected NAME=value");
        }
      }
      if (workingDir != null && !workingDir.startsWith("/")) {
        throw new IllegalArgumentException("working directory is not absolute: " + workingDir);
      }
    }
  }

  /**
   * What made a layer.
   *
   * @param createdBy in words; no host, no time
   * @param emptyLayer whether it made none: then no diffId belongs to it
   */
  public record History(String createdBy, boolean emptyLayer) {}

  public ImageConfig {
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
    long layers = history.stream().filter(h -> !h.emptyLayer()).count();
    if (!history.isEmpty() && layers != diffIds.size()) {
      throw new IllegalArgumentException(
          "the history tells of " + layers + " layers, the config has " + diffIds.size());
    }
  }

  /** The canonical bytes. */
  public byte[] bytes() {
    return OciJson.write(this);
  }

  /** The reference to the canonical bytes. */
  public Artifact artifact() {
    return Artifact.of(bytes(), OciMediaTypes.CONFIG);
  }
}
