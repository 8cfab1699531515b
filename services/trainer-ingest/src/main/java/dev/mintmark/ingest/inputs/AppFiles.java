package dev.mintmark.ingest.inputs;

import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.ImageFile;
import dev.mintmark.ingest.request.Codes;
import dev.mintmark.ingest.request.Shown;
import dev.mintmark.kit.refusal.Refusal;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The app's tree lies under {@code /app}; no other file of the image may have a place of it. */
final class AppFiles {
  private AppFiles() {}

  static void check(Tree app, List<ImageFile> files) {
    NavigableSet<String> paths = new TreeSet<>();
    app.entries().forEach(entry -> paths.add("/app/" + entry.path()));
    paths.add("/app");
    for (ImageFile file : files) {
      if (collides(file.getPath(), paths)) {
        throw new Refusal(
                Codes.COLLISION,
                "the file " + Shown.of(file.getPath()) + " for " + file.getPlatform(),
                "the app has a file or a folder there",
                "give one of them another path")
            .asException();
      }
    }
  }

  /** The same path, a folder that the app fills, or a path inside one of the app's files. */
  private static boolean collides(String path, NavigableSet<String> app) {
    String below = app.ceiling(path + "/");
    if (app.contains(path) || (below != null && below.startsWith(path + "/"))) {
      return true;
    }
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      String folder = path.substring(0, slash);
      if (!folder.equals("/app") && app.contains(folder)) {
        return true;
      }
    }
    return false;
  }
}
