#include "server/admin/xlsx_table.hpp"
#include "server/admin/xml_scanner.hpp"

#include <catch_amalgamated.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace minga;
using namespace minga::server;
using minga::sheets::CellKind;

namespace {

std::string number(std::size_t value, int size) {
    std::string bytes;
    for (int i = 0; i < size; ++i, value >>= 8) bytes += static_cast<char>(value & 0xFF);
    return bytes;
}

/// A package of files that are not packed.
std::string package(const std::vector<std::pair<std::string, std::string>>& files) {
    std::string bytes;
    std::string list;
    for (const auto& [name, content] : files) {
        const std::string sizes = number(0, 4) + number(content.size(), 4) +
                                  number(content.size(), 4) + number(name.size(), 2);
        list += "PK\x01\x02" + number(20, 2) + number(20, 2) + number(0, 8) + sizes +
                number(0, 12) + number(bytes.size(), 4) + name;
        bytes +=
            "PK\x03\x04" + number(20, 2) + number(0, 8) + sizes + number(0, 2) + name + content;
    }
    const std::size_t place = bytes.size();
    return bytes + list + "PK\x05\x06" + number(0, 4) + number(files.size(), 2) +
           number(files.size(), 2) + number(list.size(), 4) + number(place, 4) + number(0, 2);
}

std::string workbook(const std::string& cells) {
    return package(
        {{"xl/workbook.xml", "<x:workbook><x:sheets><x:sheet r:id='a'/></x:sheets></x:workbook>"},
         {"xl/_rels/workbook.xml.rels", "<R><Relationship Id='a' Target='/xl/s.xml'/></R>"},
         {"xl/s.xml", "<worksheet><sheetData>" + cells + "</sheetData></worksheet>"},
         {"xl/sharedStrings.xml",
          "<sst><si><t>Uno &amp; dos</t></si><si><r><t>A</t></r><r><t>B"
          "</t></r><rPh><t>no</t></rPh></si></sst>"}});
}

}  // namespace

TEST_CASE("the cells of a workbook are what they are stored as") {
    const auto table = table_from_xlsx(workbook(
        "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2' t='s'><v>1</v></c><c r='C2'><v>12</v></c>"
        "<c r='E2' t='inlineStr'><is><t>x&#241;&lt;</t></is></c><c r='F2' t='e'><v>#REF!</v></c>"
        "<c r='G2'><f>A1</f></c><c r='H2' t='str'><f>A1</f><v>ya</v></c><c r='I2' t='b'><v>1</v>"
        "</c><c r='J2' s='4'/></row>"));
    REQUIRE(table);
    REQUIRE(table->rows.size() == 2);
    CHECK(table->rows[0].empty());
    const auto at = [&](std::size_t column) { return table->at(1, column); };
    CHECK(at(0) == sheets::Cell{CellKind::text, "Uno & dos"});
    CHECK(at(1) == sheets::Cell{CellKind::text, "AB"});
    CHECK(at(2) == sheets::Cell{CellKind::number, "12"});
    CHECK(at(3).kind == CellKind::empty);
    CHECK(at(4) == sheets::Cell{CellKind::text, "xñ<"});
    CHECK(at(5).kind == CellKind::fault);
    CHECK(at(6).kind == CellKind::formula);
    CHECK(at(7) == sheets::Cell{CellKind::text, "ya"});
    CHECK(at(8).kind == CellKind::boolean);
    CHECK(at(9).kind == CellKind::empty);
}

TEST_CASE("a workbook that was cut or changed anywhere is refused or read, never more") {
    const std::string whole =
        workbook("<row><c r='A1' t='s'><v>1</v></c><c r='B9999999'><v>1</v></c></row>");
    CHECK_FALSE(table_from_xlsx(whole));  // larger than a table may be
    const std::string good = workbook("<row><c r='A1' t='s'><v>1</v></c></row>");
    REQUIRE(table_from_xlsx(good));
    for (std::size_t size = 0; size < good.size(); ++size) {
        CHECK_FALSE(table_from_xlsx(std::string_view{good}.substr(0, size)));
    }
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const int mask : {0xFF, 0x01, 0x80}) {
            std::string changed = good;
            changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ mask);
            static_cast<void>(table_from_xlsx(changed));
        }
    }
}

TEST_CASE("XML is gone through tag by tag, and nothing in it is looked up") {
    XmlScanner scanner{
        "<?xml version='1.0'?><!DOCTYPE a><a x:b = \"1 > &quot;0\"><!-- <c/> "
        "--><d/>t&x;<![CDATA[<]]>"
        "</a>"};
    REQUIRE(scanner.next());
    CHECK(scanner.name() == "a");
    CHECK(scanner.attribute("b") == "1 > \"0");
    CHECK_FALSE(scanner.attribute("c"));
    REQUIRE(scanner.next());
    CHECK(scanner.name() == "d");
    CHECK(scanner.is_open());
    CHECK(scanner.is_close());
    REQUIRE(scanner.next());
    CHECK(scanner.text() == "t&x;<");
    CHECK(scanner.is_close());
    CHECK_FALSE(scanner.is_open());
    CHECK_FALSE(scanner.next());
}
