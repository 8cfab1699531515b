package dev.mintmark.image.assemble;

import dev.mintmark.image.request.ImageRequest;
import dev.mintmark.image.request.Launch;
import dev.mintmark.oci.manifest.ImageConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How an image is run: what the request says, else what the base says. Of the base's labels those
 * of the image specification are left out, for they tell of another image and another time.
 */
final class RunSettings {
  private static final String SPECIFICATION = "org.opencontainers.image.";

  private RunSettings() {}

  /**
   * @param base null for none
   */
  static ImageConfig.Run of(ImageRequest request, ImageConfig.@Nullable Run base) {
    Launch launch = request.launch();
    TreeSet<String> ports = new TreeSet<>();
    TreeMap<String, String> labels = new TreeMap<>();
    if (base != null) {
      ports.addAll(base.exposedPorts());
      labels.putAll(base.labels());
      labels.keySet().removeIf(key -> key.startsWith(SPECIFICATION));
    }
    if (launch.port() != null) {
      ports.add(launch.port() + "/tcp");
    }
    labels.putAll(SourceAnnotations.labels(request));
    boolean asBase = base != null && launch.entrypoint().isEmpty();
    return new ImageConfig.Run(
        base == null ? null : base.user(),
        ports,
        env(base == null ? List.of() : base.env(), launch.env()),
        asBase ? base.entrypoint() : launch.entrypoint(),
        // A command of the base is an argument for its own entrypoint.
        asBase ? base.cmd() : List.of(),
        Optional.ofNullable(base).map(ImageConfig.Run::workingDir).orElse("/" + AppFiles.FOLDER),
        labels);
  }

  /** The base's order, then the request's; of two settings of one name the request's. */
  private static List<String> env(List<String> base, List<String> own) {
    if (base.isEmpty()) {
      return own;
    }
    Map<String, String> byName = new LinkedHashMap<>();
    base.forEach(setting -> byName.put(name(setting), setting));
    own.forEach(setting -> byName.put(name(setting), setting));
    return new ArrayList<>(byName.values());
  }

  private static String name(String setting) {
    return setting.substring(0, setting.indexOf('='));
  }
}
