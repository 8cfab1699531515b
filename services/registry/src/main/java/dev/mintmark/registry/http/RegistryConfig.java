package dev.mintmark.registry.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Configuration of the distribution endpoint. */
@ConfigMapping(prefix = "mintmark.registry")
public interface RegistryConfig {
  /** Whether whoever reaches this server may pull without a token. */
  @WithDefault("false")
  boolean anonymousPull();

  /**
   * PEM file of the public release key. With it and {@link #evidencePublicKey} a release is only
   * published when both vouch for all of it (REG-013).
   */
  Optional<Path> releasePublicKey();

  /** The same of the key that attests SBOMs and provenance. */
  Optional<Path> evidencePublicKey();

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
  @WithDefault("10m")
  Duration uploadExpiry();

  /** Registries elsewhere that get every release, by the name that the operator calls them. */
  Map<String, Mirror> mirrors();

  /** A registry elsewhere. */
  interface Mirror {
    /** {@code https://host[:port]}; {@code http} only to this machine, or as below. */
    URI url();

    /** What stands before the name of each repository there. */
    Optional<String> prefix();

    /** Where {@code docker login} keeps its credentials. */
    Optional<Path> dockerConfig();

    /** One line, {@code user:password}. */
    Optional<Path> secretFile();

    /**
     * Other hosts, each {@code host} or {@code host:port}, that give out its tokens for a login.
     */
    Optional<Set<String>> tokenHosts();

    /** Certificates, PEM, that are trusted in place of the JDK's. */
    Optional<Path> ca();

    /** Whether requests may go to another machine in the clear; credentials never do. */
    @WithDefault("false")
    boolean plainHttp();

    /** How long to wait for a connection and an answer. */
    @WithDefault("30s")
    Duration patience();
  }
}
