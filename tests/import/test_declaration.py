# SPDX-License-Identifier: EUPL-1.2
"""Declarations of material (IPC-175x, IEC 62474) and CycloneDX of other programs."""

import json
import shutil

from imports import Import, read_table


class Declarations(Import):
    def rows(self, table):
        header, rows = read_table(self.case / f"{table}.csv")
        return [dict(zip(header, row)) for row in rows]

    def edges(self):
        return {(r["parent"], r["child"]): float(r["quantity"]) for r in self.rows("bom")}

    def test_ipc_1752(self):
        path = self.tmp / "part.xml"
        path.write_text(
            '<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0"><Product unitType="Each">'
            '<ProductID itemNumber="C-100" itemName="Chip"><Amount value="50" UOM="mg"/></ProductID>'
            '<MaterialInfo><HomogeneousMaterialList><HomogeneousMaterial name="Lead frame">'
            '<Amount value="20" UOM="mg"/><SubstanceCategoryList><SubstanceCategory name="Supplier">'
            '<Substance name="Copper"><SubstanceID identity="7440-50-8" authority="CAS"/>'
            '<Amount value="15" UOM="mg"/></Substance><Substance name="Secret resin">'
            '<Concentration value="25"/></Substance></SubstanceCategory></SubstanceCategoryList>'
            '</HomogeneousMaterial></HomogeneousMaterialList></MaterialInfo></Product>'
            '</MainDeclaration>')
        self.do_import(path)
        edges = self.edges()
        self.assertAlmostEqual(edges["C-100", "C-100.lead-frame"], 20e-6)
        self.assertAlmostEqual(edges["C-100.lead-frame", "copper"], 0.75)
        self.assertAlmostEqual(edges["C-100.lead-frame", "secret-resin"], 0.25)
        self.run_keten("check", self.case)

    def test_iec_62474(self):
        path = self.tmp / "part.xml"
        path.write_text(
            '<Main xmlns="http://std.iec.ch/iec62474"><BusinessInfo><Response><SupplyCompany '
            'name="X"/></Response></BusinessInfo><Product unitType="each"><ProductID name="Motor" '
            'identifier="M-1"><Mass mass="2400" unitOfMeasure="g"/></ProductID><Composition>'
            '<ProductPart name="Rotor" identifier="M-1-R" numberOfUnits="1"><Mass mass="1" '
            'unitOfMeasure="kg"/><Material name="Magnet"><Mass mass="0.5" unitOfMeasure="kg"/>'
            '<Substance name="Neodymium"><MassPercent massPercent="30"/></Substance></Material>'
            '</ProductPart></Composition></Product></Main>')
        result = self.do_import(path)
        self.assertEqual(result["files"][0]["format"], "IEC 62474")
        edges = self.edges()
        self.assertEqual(edges["M-1", "M-1-R"], 1)
        self.assertAlmostEqual(edges["M-1-R", "M-1-R.magnet"], 0.5)
        self.assertAlmostEqual(edges["M-1-R.magnet", "neodymium"], 0.3)

    def test_iec_62474_as_its_schema_has_it(self):
        """Written after the schema X8.21 of 31 August 2024: numbers are entries of lists, lists of
        laws and of recycled content have masses of their own, one product is sold by the metre."""
        number = '<EntryID entryIdentity="{}"/>'.format
        cas = ('<SubstanceID><ListID authority="EC" identity="EC" version="1"/>' +
               number("231-159-6") + '</SubstanceID><SubstanceID><ListID authority="CAS" '
               'identity="CAS" version="1"/>' + number("7440-50-8") + '</SubstanceID>')
        path = self.tmp / "cable.xml"
        path.write_text(
            '<ns0:Main xmlns:ns0="http://std.iec.ch/iec62474" schemaDatabaseVersion="X8.21">'
            '<ns0:BusinessInfo mode="Distribution"><ns0:Request date="2026-01-01"><ns0:Contact '
            'name="Asker" country="US" email="a" phone="1" title="t"/><ns0:RequestCompany '
            'name="Yard"/></ns0:Request><ns0:Response date="2026-01-02"><ns0:Authorizer name="B" '
            'country="Germany" email="b" phone="2" title="t"/><ns0:Contact name="B" email="b" '
            'phone="2" title="t"/><ns0:SupplyCompany name="Kabel GmbH"/></ns0:Response>'
            '</ns0:BusinessInfo><ns0:Product unitType="cm">'
            '<ns0:ProductID name="Cable" identifier="K-1"><ns0:Mass mass="2" unitOfMeasure="g"/>'
            '<ns0:Identifier>' + number("9999").replace("<E", "<ns0:E") + '</ns0:Identifier>'
            '</ns0:ProductID><ns0:ProductID name="Cable, red" identifier="K-2"/>'
            '<ns0:Compliance><ns0:DsDsg name="Lead"><ns0:DsDsgID entryIdentity="00021"/><ns0:Mass '
            'mass="777" unitOfMeasure="kg"/></ns0:DsDsg></ns0:Compliance><ns0:Composition>' +
            ('<DeclarableSubstanceList authority="IEC" identity="DSL" version="31"/>'
             '<ProductPart numberOfUnits="2"><ProductID name="Core" identifier="K-1-C"><Mass '
             'mass="0.5" unitOfMeasure="g"/></ProductID><Material name="Conductor"><MaterialID>' +
             number("CW004A") + '</MaterialID><Mass mass="0.5" unitOfMeasure="g"/><Substance '
             'name="Kupfer">' + cas + '<DsgID>' + number("00099") + '</DsgID><MassPercent '
             'massPercent="99.9"/></Substance><MaterialCircularity><RecycledContentInformation>'
             '<TotalRecycledContent><Mass mass="55" unitOfMeasure="kg"/><MassPercent '
             'massPercent="1"/></TotalRecycledContent></RecycledContentInformation>'
             '</MaterialCircularity></Material></ProductPart><Material name="Stainless steel 316L">'
             '<Mass mass="0.25" unitOfMeasure="g"/></Material>'
             ).replace("</", "@").replace("<", "<ns0:").replace("@", "</ns0:") +
            '</ns0:Composition><ns0:MaterialClassDeclaration><ns0:MaterialClass id="M" name="x">'
            '<ns0:Mass mass="9" unitOfMeasure="kg"/></ns0:MaterialClass>'
            '</ns0:MaterialClassDeclaration></ns0:Product></ns0:Main>')
        result = self.do_import(path)
        items = {r["id"]: r for r in self.rows("items")}
        self.assertEqual((items["K-1"]["unit"], float(items["K-1"]["mass_kg"])), ("m", 0.2))
        self.assertEqual(float(items["K-1-C"]["mass_kg"]), 0.0005)
        edges = self.edges()
        self.assertAlmostEqual(edges["K-1", "K-1-C"], 200)  # 2 in a centimetre
        self.assertAlmostEqual(edges["K-1", "stainless-316l"], 0.025)  # an alloy, no substance told
        self.assertAlmostEqual(edges["K-1-C", "K-1-C.conductor"], 0.0005)
        self.assertAlmostEqual(edges["K-1-C.conductor", "copper"], 0.999)  # CAS, not EC number
        self.assertEqual([(r["item"], r["supplier"], r["evidence"]) for r in self.rows("supply")],
                         [("K-1", "kabel-gmbh", "A")])
        self.assertEqual([(r["name"], r["country"]) for r in self.rows("organisations")],
                         [("Kabel GmbH", "DEU")])
        self.assertEqual([w["message"] for w in result["warnings"]],
                         ['the declaration is for 2 product numbers: only the first, "K-1", is '
                          'taken'])
        self.run_keten("check", self.case)

    def test_ipc_1752_by_category_and_by_material_counts_once(self):
        substances = ('<SubstanceCategoryList><SubstanceCategoryListID identity="EUROHS-1907" '
                      'authority="IPC"/><SubstanceCategory name="Lead"><Threshold '
                      'overThreshold="true" threshold="0.1%"/><Substance name="Lead"><SubstanceID '
                      'identity="7439-92-1" authority="CAS"/><Amount value="{}" UOM="mg"/>'
                      '</Substance></SubstanceCategory></SubstanceCategoryList>').format
        material = ('<HomogeneousMaterialList><HomogeneousMaterial name="Solder" '
                    'materialGroupName="Solder"><Amount value="10" UOM="mg"/>' + substances(4) +
                    '</HomogeneousMaterial></HomogeneousMaterialList>')

        def declare(information):
            path = self.tmp / "board.xml"
            path.write_text(
                '<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0">'
                '<BusinessInfo mode="Distribute"><Response date="2026-01-01"><SupplyCompany '
                'name="Board Works"><CompanyID identity="1" authority="DUNS"/></SupplyCompany>'
                '</Response></BusinessInfo><Product unitType="Each" numberOfInstances="1">'
                '<ProductID itemName="Board" itemNumber="B-1"><Amount value="50" UOM="g"/>'
                f'</ProductID><MaterialInfo>{information}</MaterialInfo></Product>'
                '</MainDeclaration>')
            shutil.rmtree(self.case, ignore_errors=True)
            return self.do_import(path)
        result = declare(substances(4))
        self.assertEqual(self.edges(), {("B-1", "lead"): 4e-6})
        self.assertEqual([(r["supplier"], r["supplier_name"]) for r in self.rows("supply")],
                         [("unknown", "Board Works")])
        self.assertIn("has no country", json.dumps(result["warnings"]))
        result = declare(substances(4) + material)
        self.assertEqual(set(self.edges()), {("B-1", "B-1.solder"), ("B-1.solder", "lead")})
        self.assertIn("left out because its materials say the same", json.dumps(result["notes"]))
        self.assertEqual(float({r["id"]: r for r in self.rows("items")}["B-1"]["mass_kg"]), 0.05)

    def test_two_materials_of_one_name_stay_two(self):
        def steel(grams, metal):
            return (f'<HomogeneousMaterial name="Steel"><Amount value="{grams}" UOM="g"/>'
                    '<SubstanceCategoryList><SubstanceCategory name="x"><Substance '
                    f'name="{metal}"><Concentration value="10"/></Substance></SubstanceCategory>'
                    '</SubstanceCategoryList></HomogeneousMaterial>')
        path = self.tmp / "valve.xml"
        part = ('<ProductID itemName="Valve" itemNumber="V-1"/><MaterialInfo>'
                '<HomogeneousMaterialList>' + steel(600, "Chromium") + steel(400, "Nickel") +
                '</HomogeneousMaterialList></MaterialInfo>')
        path.write_text('<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0"><Product '
                        f'unitType="Each">{part}</Product></MainDeclaration>')
        self.do_import(path)
        self.assertEqual(self.edges(), {("V-1", "V-1.steel"): 0.6, ("V-1", "V-1.steel-2"): 0.4,
                                        ("V-1.steel", "chromium"): 0.1,
                                        ("V-1.steel-2", "nickel"): 0.1})
        self.assertEqual(self.do_import(path)["outcome"], "unchanged")
        self.run_keten("check", self.case)

    def test_ipc_1752b_sub_products(self):
        path = self.tmp / "unit.xml"
        path.write_text(
            '<MainDeclaration xmlns="https://webstds.ipc.org/175x/1752B/1752B"><IPC-1752B>'
            '<Product unitType="Each"><ProductID itemName="Unit" itemNumber="U-1"/><SubProduct '
            'unitType="Each" numberOfInstances="3"><ProductID itemName="Die" itemNumber="U-1-D">'
            '<Amount value="8" UOM="mg"/></ProductID><MaterialInfo><HomogeneousMaterialList>'
            '<HomogeneousMaterial name="Silicon die"><Amount value="8" UOM="mg"/>'
            '<SubstanceCategoryList><SubstanceCategory name="x"><Substance name="Silicon">'
            '<SubstanceID identity="7440-21-3" authority="CAS"/></Substance></SubstanceCategory>'
            '</SubstanceCategoryList></HomogeneousMaterial></HomogeneousMaterialList>'
            '</MaterialInfo></SubProduct></Product></IPC-1752B></MainDeclaration>')
        result = self.do_import(path)
        edges = self.edges()
        self.assertEqual(edges["U-1", "U-1-D"], 3)
        self.assertEqual(edges["U-1-D.silicon-die", "silicon_metal"], 0.001)
        self.assertEqual(result["assumed"], {"quantities": 0, "masses": 1})
        self.assertEqual([w["place"] for w in result["warnings"]], ["unit.xml:1"])

    def test_entities_are_refused(self):
        path = self.tmp / "part.xml"
        path.write_text('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                        '<MainDeclaration>&a;</MainDeclaration>')
        self.assertIn("declares entities", self.do_import(path, status=1))

    def test_cyclonedx_nesting_completeness_and_software(self):
        document = {"bomFormat": "CycloneDX", "specVersion": "1.6",
                    "metadata": {"component": {"type": "device", "bom-ref": "radar", "name": "Radar"},
                                 "supplier": {"name": "Radar NV"}},
                    "components": [{"type": "device", "bom-ref": "face", "name": "Antenna face",
                                    "supplier": {"name": "Faces Ltd", "address": {"country": "GB"}},
                                    "components": [{"type": "device", "bom-ref": "trm",
                                                    "name": "Module", "properties": [
                                                        {"name": "keten:quantity", "value": "1000"}]}]},
                                   {"type": "application", "name": "Tracker"}],
                    "compositions": [{"aggregate": "incomplete", "assemblies": ["face"]}]}
        path = self.tmp / "radar.json"
        path.write_text(json.dumps(document))
        result = self.do_import(path)
        self.assertEqual(self.edges(), {("radar", "face"): 1, ("face", "trm"): 1000})
        self.assertEqual(self.rows("completeness")[0]["aggregate"], "incomplete")
        self.assertEqual(self.rows("organisations")[0]["country"], "GBR")
        self.assertIn("software", json.dumps(result["notes"]))
