package dev.mintmark.embedded.server;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.regex.Pattern;

/**
 * Removes what a kill left of uploads. S3Proxy writes {@code <key>-<uuid>} beside the object, gives
 * it its attributes, and renames or links it; a file that was still being written would be listed
 * as an object for ever.
 */
final class S3Leftovers {
  private static final Pattern TEMPORARY =
      Pattern.compile(".+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** On every finished object, and on no unfinished one. */
  private static final String FINISHED = "user.content-md5";

  private S3Leftovers() {}

  /** An object whose own key ends in a UUID stays: it has its attributes, and one name. */
  static void sweep(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (TEMPORARY.matcher(file.getFileName().toString()).matches() && isLeftover(file)) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean isLeftover(Path file) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    boolean unfinished = view == null || !view.list().contains(FINISHED);
    // A conditional put links the finished file to its key, then removes the first name.
    int names = (Integer) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
    return unfinished || names > 1;
  }
}
