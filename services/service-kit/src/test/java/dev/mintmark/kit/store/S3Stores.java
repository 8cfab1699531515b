package dev.mintmark.kit.store;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.kit.KitConfig;
import java.net.URI;
import java.nio.file.Path;

/** The real store on a stack of the tests. */
public final class S3Stores {
  private S3Stores() {}

  public static ArtifactStore on(EmbeddedStack stack, Path workDir) {
    return new S3ArtifactStore(new S3Objects(config(stack), ""), workDir);
  }

  static KitConfig.Store config(EmbeddedStack stack) {
    return new KitConfig.Store() {
      @Override
      public URI endpoint() {
        return stack.s3Endpoint();
      }

      @Override
      public String bucket() {
        return stack.s3Bucket();
      }

      @Override
      public String region() {
        return "us-east-1";
      }

      @Override
      public String accessKey() {
        return stack.s3AccessKey();
      }

      @Override
      public String secretKey() {
        return stack.s3SecretKey();
      }
    };
  }
}
