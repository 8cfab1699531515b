package dev.mintmark.registry.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Configuration of the distribution endpoint. */
@ConfigMapping(prefix = "mintmark.registry")
public interface RegistryConfig {
  /** Whether whoever reaches this server may pull without a token. */
  @WithDefault("false")
  boolean anonymousPull();

  /** A client that takes no byte for so long is cut off; it can go on with a Range later. */
  @WithDefault("60s")
  Duration writeTimeout();

  /** A client that sends no byte for so long is cut off; it can go on with its upload later. */
  @WithDefault("60s")
  Duration readTimeout();

  /** Tokens with what each may do, a JSON object; without it nobody may push. */
  Optional<Path> tokensFile();

  /** How clients call this server, where a proxy hides it: {@code https://registry.example}. */
  Optional<URI> publicUrl();

  /** The largest blob that may be pushed. */
  @WithDefault("16G")
  MemorySize maxBlob();

  /** Copies of blobs on the work directory's disk, all together; 0 for none. */
  @WithDefault("1G")
  MemorySize blobCache();

  /** How many uploads may be open at once. */
  @WithDefault("128")
  int maxUploads();

  /**
   * How long tags and links that were read are taken for unchanged. What this instance changes it
   * sees at once; so more than nothing is for who runs one instance alone.
   */
  @WithDefault("0s")
  Duration linkCache();

  /** An upload that got no byte for so long is given up when room is needed. */
  @WithDefault("1d")
  Duration uploadExpiry();
}
