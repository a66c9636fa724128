/* Reads CAS XMI as INCEpTION does, with Apache UIMA itself, files what is open, and saves it as INCEpTION exports a
   project: java -cp uimaj-core.jar SaveAnew.java FOLDER PROJECT.zip XML-VERSION FUNCTION. The folder holds *.xmi and
   TypeSystem.xml. Prints what each statement is. */

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.xml.transform.OutputKeys;
import org.apache.uima.UIMAFramework;
import org.apache.uima.cas.CAS;
import org.apache.uima.cas.Feature;
import org.apache.uima.cas.Type;
import org.apache.uima.cas.impl.XmiCasDeserializer;
import org.apache.uima.cas.impl.XmiCasSerializer;
import org.apache.uima.cas.text.AnnotationFS;
import org.apache.uima.resource.metadata.TypeSystemDescription;
import org.apache.uima.util.CasCreationUtils;
import org.apache.uima.util.TypeSystemUtil;
import org.apache.uima.util.XMLInputSource;
import org.apache.uima.util.XMLSerializer;

public class SaveAnew {
    static final String OWN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.";

    public static void main(String[] given) throws Exception {
        File folder = new File(given[0]);
        TypeSystemDescription types = UIMAFramework.getXMLParser()
            .parseTypeSystemDescription(new XMLInputSource(new File(folder, "TypeSystem.xml")));
        types.addType(OWN + "Sentence", "", "uima.tcas.Annotation");
        types.addType(OWN + "Token", "", "uima.tcas.Annotation");
        try (ZipOutputStream project = new ZipOutputStream(new FileOutputStream(given[1]))) {
            for (File file : folder.listFiles((where, name) -> name.endsWith(".xmi"))) {
                CAS cas = CasCreationUtils.createCas(types, null, null);
                try (InputStream in = new FileInputStream(file)) {
                    XmiCasDeserializer.deserialize(in, cas); // not lenient: every type and feature must be declared
                }
                work(cas, given[3]);
                project.putNextEntry(new ZipEntry("annotation/" + file.getName() + "/ana.zip"));
                project.write(packed(cas, file.getName(), given[2]));
                project.closeEntry();
            }
        }
    }

    static void work(CAS cas, String function) {
        Type statement = cas.getTypeSystem().getType("webanno.custom.Statement");
        Feature filed = statement.getFeatureByBaseName("function");
        Feature id = statement.getFeatureByBaseName("identifier");
        Feature read = statement.getFeatureByBaseName("read");
        Feature box = statement.getFeatureByBaseName("box");
        ArrayList<AnnotationFS> found = new ArrayList<>(); // what is added below must not be met
        for (AnnotationFS one : cas.getAnnotationIndex(statement)) {
            found.add(one);
        }
        for (AnnotationFS one : found) {
            if ("action".equals(one.getStringValue(read)) && one.getStringValue(filed) == null) {
                one.setStringValue(filed, function);
            }
            System.out.println(String.join("\t", one.getStringValue(id), one.getStringValue(box), one.getCoveredText()));
            for (String name : new String[] {"Sentence", "Token"}) {
                cas.addFsToIndexes(cas.createAnnotation(cas.getTypeSystem().getType(OWN + name), one.getBegin(), one.getEnd()));
            }
        }
    }

    static byte[] packed(CAS cas, String name, String version) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            XMLSerializer xml = new XMLSerializer(zip, false);
            xml.setOutputProperty(OutputKeys.VERSION, version);
            new XmiCasSerializer(cas.getTypeSystem()).serialize(cas, xml.getContentHandler());
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry("TypeSystem.xml"));
            TypeSystemUtil.typeSystem2TypeSystemDescription(cas.getTypeSystem()).toXML(zip);
        }
        return bytes.toByteArray();
    }
}
