package io.karyo.review;

import com.sun.net.httpserver.HttpServer;
import io.karyo.Karyotype;
import io.karyo.model.Require;
import io.karyo.review.action.ReviewFormatException;
import io.karyo.review.internal.journal.SavedReview;
import io.karyo.review.internal.page.Page;
import io.karyo.review.internal.page.ReviewedCase;
import io.karyo.review.internal.server.RequestGuard;
import io.karyo.review.internal.server.ReviewRequests;
import io.karyo.review.internal.session.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Serves a page on which a person reviews the karyotypes of a case.
 *
 * <pre>{@code
 * try (Karyotyper karyotyper = Karyotyper.load(model);
 *     ReviewServer server =
 *         ReviewServer.builder()
 *             .add(karyotyper.karyotype(cell))
 *             .folder(Path.of("reviews"))
 *             .start()) {
 *   System.out.println(server.uri());   // open it in a browser
 *   System.in.read();
 * }
 * }</pre>
 *
 * <p>The server can be reached from the same machine only, unless another address is set. Whoever
 * knows {@link #uri()}, which has a random token, can see and change the reviews. The connection is
 * not encrypted. Cuts, joins and details need the karyotyper of the karyotypes to be open.
 *
 * <p>With a folder, each action is on the disk before it is answered, and a server that is started
 * with the same cells goes on where the last one was, even if that one was killed.
 *
 * <p><b>Not for diagnosis.</b> <b>Thread safety:</b> safe for concurrent calls.
 */
public final class ReviewServer implements AutoCloseable {

  private static final int THREADS = 16;
  private static final long PATIENCE_SECONDS = 30;

  private final HttpServer server;
  private final ExecutorService threads;
  private final URI uri;
  private final List<Review> reviews;

  private ReviewServer(HttpServer server, ExecutorService threads, URI uri, List<Review> reviews) {
    this.server = server;
    this.threads = threads;
    this.uri = uri;
    this.reviews = reviews;
  }

  /** {@return a builder of a server of no cells yet} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the address of the page, with its token} */
  public URI uri() {
    return uri;
  }

  /** {@return the reviews of the cells, in the order in which they were added} */
  public List<Review> reviews() {
    return reviews;
  }

  /**
   * Stops the server. Actions under way are done and stored; their answers may be lost. Closing it
   * again does nothing.
   *
   * @throws IOException if a journal cannot be closed; all that was answered is stored
   */
  @Override
  public void close() throws IOException {
    server.stop(0);
    threads.shutdown();
    try {
      // In vain after that long: closing the journals then waits for an action under way.
      var unused = threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeAll(reviews);
  }

  private static void closeAll(List<Review> reviews) throws IOException {
    IOException failure = null;
    for (Review review : reviews) {
      try {
        review.session().close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Sets up a server. Not safe for concurrent use. */
  public static final class Builder {

    private final List<Karyotype> karyotypes = new ArrayList<>();
    private final List<Path> saved = new ArrayList<>();
    private String caseId = "";
    private @Nullable Path folder;
    private @Nullable String model;
    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;

    private Builder() {}

    /**
     * Adds a cell of the case.
     *
     * @param karyotype its karyotype, as the model found it
     * @return this builder
     */
    public Builder add(Karyotype karyotype) {
      karyotypes.add(Objects.requireNonNull(karyotype, "karyotype"));
      return this;
    }

    /**
     * Resumes a saved review: its actions are done on the cell of the same name.
     *
     * @param file a file that {@link Review#write} or the page wrote
     * @return this builder
     */
    public Builder resume(Path file) {
      saved.add(Objects.requireNonNull(file, "file"));
      return this;
    }

    /**
     * Sets the name of the case.
     *
     * @param id for example the number of a patient; default the name of the first cell
     * @return this builder
     */
    public Builder caseId(String id) {
      caseId = Objects.requireNonNull(id, "id");
      return this;
    }

    /**
     * Sets where the actions are stored, in a journal for each cell. Without a folder nothing is
     * stored but what the person saves.
     *
     * @param journals the folder; created if it does not exist
     * @return this builder
     */
    public Builder folder(Path journals) {
      folder = Objects.requireNonNull(journals, "journals");
      return this;
    }

    /**
     * Names the model, so that reviews are not resumed with another one.
     *
     * @param nameOrChecksum for example the SHA-256 of its file; default unknown
     * @return this builder
     */
    public Builder model(String nameOrChecksum) {
      model = Objects.requireNonNull(nameOrChecksum, "nameOrChecksum");
      return this;
    }

    /**
     * Sets the port.
     *
     * @param number 0 to 65,535; default 0, any free one
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder port(int number) {
      port = Require.inRange("port", number, 0, 65_535);
      return this;
    }

    /**
     * Sets the address of this machine that the server listens on.
     *
     * @param own one address, not the wildcard; default the loopback address
     * @return this builder
     * @throws IllegalArgumentException if it is the wildcard
     */
    public Builder address(InetAddress own) {
      Require.that(!own.isAnyLocalAddress(), "address", "one of this machine", own);
      address = own;
      return this;
    }

    /**
     * Starts the server.
     *
     * @return the server, which the caller closes
     * @throws IllegalStateException if there is no cell, if one has no chromosomes, or if two have
     *     the same name, by which journals and saved reviews are found
     * @throws ReviewFormatException if a journal or a saved review is not one of these cells and
     *     this model, or damaged
     * @throws IOException if the port is taken, or a journal cannot be read or written, or is in
     *     use
     */
    public ReviewServer start() throws IOException {
      if (karyotypes.isEmpty()) {
        throw new IllegalStateException("cells: must be at least one, found none");
      }
      requireReviewable();
      List<Review> reviews = new ArrayList<>();
      try {
        for (Karyotype karyotype : karyotypes) {
          reviews.add(new Review(Session.open(karyotype, model, folder, InstantSource.system())));
        }
        for (Path file : saved) {
          resume(file, reviews);
        }
        return start(List.copyOf(reviews));
      } catch (IOException | RuntimeException | Error e) {
        closeAll(reviews);
        throw e;
      }
    }

    private void requireReviewable() {
      Set<String> names = new HashSet<>();
      for (Karyotype karyotype : karyotypes) {
        if (karyotype.placements().isEmpty()) {
          throw new IllegalStateException(
              "cell '" + karyotype.cell() + "': must have chromosomes to be reviewed, found none");
        }
        if (!names.add(karyotype.cell())) {
          throw new IllegalStateException(
              "cells: must have different names, found two '" + karyotype.cell() + "'");
        }
      }
    }

    private static void resume(Path file, List<Review> reviews) throws IOException {
      String cell = SavedReview.cell(file);
      for (Review review : reviews) {
        if (review.session().identity().cell().equals(cell)) {
          review.resume(file);
          return;
        }
      }
      throw new ReviewFormatException(
          file, "cell", "must be one of the cells under review, found '" + cell + "'");
    }

    private ReviewServer start(List<Review> reviews) throws IOException {
      List<Session> sessions = reviews.stream().map(Review::session).toList();
      String id = caseId.isEmpty() ? sessions.get(0).identity().cell() : caseId;
      ReviewedCase reviewed = new ReviewedCase(id, sessions);
      HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
      String token = Page.random();
      RequestGuard guard = new RequestGuard(token, server.getAddress());
      server.createContext("/", new ReviewRequests(reviewed, guard));
      AtomicInteger count = new AtomicInteger();
      ExecutorService threads =
          Executors.newFixedThreadPool(
              THREADS,
              task -> {
                Thread thread = new Thread(task, "karyo-review-" + count.incrementAndGet());
                thread.setDaemon(true);
                return thread;
              });
      server.setExecutor(threads);
      server.start();
      threads.execute(reviewed::warmUp);
      URI uri = URI.create("http://" + RequestGuard.host(server.getAddress()) + "/?token=" + token);
      return new ReviewServer(server, threads, uri, reviews);
    }
  }
}
