import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** Lucene over words that are cut already: {@code build|search|memory|first FOLDER FILE K1 B ROUNDS}; prints JSON. */
public final class Lucene {
    private static final String FIELD = "words";

    public static void main(String[] args) throws IOException {
        BM25Similarity similarity = new BM25Similarity(Float.parseFloat(args[3]), Float.parseFloat(args[4]));
        try (Directory directory = FSDirectory.open(Paths.get(args[1]))) {
            if (args[0].equals("build")) {
                build(directory, Paths.get(args[2]), similarity);
                System.out.println("{}");
                return;
            }
            double before = memory();
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                // No cache of queries: every engine works each question out.
                IndexSearcher searcher = new IndexSearcher(reader);
                searcher.setQueryCache(null);
                searcher.setSimilarity(similarity);
                List<String> questions = Files.readAllLines(Paths.get(args[2]));
                if (args[0].equals("search")) {
                    search(searcher, questions, Integer.parseInt(args[5]));
                } else {
                    for (String question : questions) {
                        searcher.search(query(question), 10);
                    }
                    System.out.println("{\"MB\": " + (memory() - before) + "}");
                }
            }
        }
    }

    private static void build(Directory directory, Path tokens, BM25Similarity similarity) throws IOException {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.setTokenized(true);
        type.freeze();
        IndexWriterConfig config = new IndexWriterConfig().setSimilarity(similarity).setRAMBufferSizeMB(256);
        try (IndexWriter writer = new IndexWriter(directory, config); Stream<String> lines = Files.lines(tokens)) {
            for (String line : (Iterable<String>) lines::iterator) {
                Document document = new Document();
                document.add(new Field(FIELD, new Words(line), type));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
    }

    private static void search(IndexSearcher searcher, List<String> questions, int rounds) throws IOException {
        // A virtual machine compiles what is used often.
        for (int round = 0; round < 20; round++) {
            for (String question : questions) {
                searcher.search(query(question), 10);
            }
        }
        List<String> times = new ArrayList<>();
        List<String> hits = new ArrayList<>();
        for (String question : questions) {
            double[] taken = new double[rounds];
            ScoreDoc[] found = {};
            for (int round = 0; round < rounds; round++) {
                long begin = System.nanoTime();
                found = searcher.search(query(question), 10).scoreDocs;
                taken[round] = (System.nanoTime() - begin) / 1e6;
            }
            Arrays.sort(taken);
            times.add(Double.toString(taken[rounds / 2]));
            hits.add(Arrays.stream(found).map(hit -> Integer.toString(hit.doc)).collect(Collectors.toList()).toString());
        }
        System.out.println("{\"ms\": " + times + ", \"hits\": " + hits + "}");
    }

    private static BooleanQuery query(String question) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (String word : question.split(" ")) {
            any.add(new TermQuery(new Term(FIELD, word)), BooleanClause.Occur.SHOULD);
        }
        return any.build();
    }

    private static double memory() throws IOException {
        for (String line : Files.readAllLines(Paths.get("/proc/self/smaps_rollup"))) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no memory to be read");
    }

    /** The words of a sentence, divided by spaces. */
    private static final class Words extends TokenStream {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final String[] words;
        private int next;

        Words(String line) {
            words = line.isEmpty() ? new String[0] : line.split(" ");
        }

        @Override
        public boolean incrementToken() {
            if (next == words.length) {
                return false;
            }
            clearAttributes();
            term.append(words[next++]);
            return true;
        }

        @Override
        public void reset() {
            next = 0;
        }
    }
}
