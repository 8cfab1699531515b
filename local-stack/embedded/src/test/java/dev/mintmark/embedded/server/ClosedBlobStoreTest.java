package dev.mintmark.embedded.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClosedBlobStoreTest {
  /** They touch no object: what the server can do at all. */
  private static final Set<String> HARMLESS =
      Set.of(
          "close",
          "delegate",
          "supportsVersioning",
          "supportsServerSideEncryption",
          "supportsBucketEncryption",
          "getMinimumMultipartPartSize");

  @TempDir Path folder;

  /** A later S3Proxy with one more of them would pass it on to the objects. */
  @Test
  void closesEveryMethodThatWouldReachTheObjects() {
    List<String> open =
        Arrays.stream(ForwardingBlobStore.class.getDeclaredMethods())
            .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic())
            .filter(m -> !HARMLESS.contains(m.getName()) && !isClosed(m))
            .map(Method::toString)
            .toList();
    assertThat(open).isEmpty();
  }

  static Stream<Method> closed() {
    return Arrays.stream(ClosedBlobStore.class.getDeclaredMethods())
        .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("closed")
  void deniesWhateverIsAsked(Method method) {
    BlobStore store = new ClosedBlobStore(new FilesystemNio2BlobStore(folder.toString()), "nobody");
    assertThatThrownBy(() -> call(method, store))
        .isInstanceOfSatisfying(
            S3ProxyException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            })
        .hasMessageContaining("nobody has no right to it");
  }

  private static void call(Method method, BlobStore store) throws Throwable {
    try {
      method.invoke(store, new Object[method.getParameterCount()]);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static boolean isClosed(Method method) {
    try {
      return ClosedBlobStore.class
              .getDeclaredMethod(method.getName(), method.getParameterTypes())
              .getDeclaringClass()
          == ClosedBlobStore.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}
