--------------------------------- MODULE HTML ---------------------------------
\* Pages as text, put together line by line.
LOCAL INSTANCE Sequences
LOCAL INSTANCE SequencesExt

\* Each pair of args says what a placeholder stands for; its first place in the text is filled.
HTMLFill(string, args) == FoldLeft(LAMBDA text, pair : ReplaceFirstSubSeq(pair[2], pair[1], text), string, args)

LOCAL Joined(parts, separator) ==
  FoldLeft(LAMBDA text, part : IF text = "" THEN part ELSE text \o separator \o part, "", parts)
LOCAL Lines(parts) == Joined(parts, "\n")
LOCAL Quoted(text) == "\"" \o text \o "\""
LOCAL Element(name, attributes, content) ==
  Lines(<<"<" \o name \o attributes \o ">", content, "</" \o name \o ">">>)

HTMLDocument(header, body, list_of_scripts) ==
  Lines(<<"<!DOCTYPE html>", "<html>", header, body, Lines(list_of_scripts), "</html>">>)
HTMLClass(classname, attribute_list) == Lines(<<classname \o " {", Lines(attribute_list), "}">>)
HTMLAttribute(name, value) == name \o ": " \o value \o ";"
HTMLDefaultStyle ==
  Lines(<<HTMLClass(".default_grid", <<HTMLAttribute("display", "grid")>>),
          HTMLClass(".default_box", <<HTMLAttribute("border", "1px solid black")>>),
          HTMLClass(".default_circle", <<HTMLAttribute("border-radius", "50%")>>)>>)
HTMLStyleSheet(class_list) ==
  Lines(<<"<style type=\"text/css\">", HTMLDefaultStyle, Lines(class_list), "</style>">>)
HTMLScriptFile(name) == "<script src=" \o Quoted(name) \o "></script>"
HTMLScript(children) == Element("script", "", Lines(children))
HTMLLink(name, type) == "<link href=" \o Quoted(name) \o " rel=" \o Quoted(type) \o "/>"
HTMLHeader(title, list_of_links, class_list) ==
  Lines(<<"<head>",
          "<meta charset=\"UTF-8\">",
          "<title>" \o title \o "</title>",
          Lines(list_of_links),
          HTMLStyleSheet(class_list),
          "</head>">>)
HTMLBody(body) == Element("body", "", body)
HTMLFrame(id, children) == Element("div", " id=" \o Quoted(id), Lines(children))
HTMLGridContainer(id, class_list, children) ==
  Element("div",
          " id=" \o Quoted(id) \o " class=" \o Quoted("default_grid " \o Joined(class_list, " ")),
          Lines(children))
HTMLBox(id, class_list, size, children) ==
  Element("div",
          " id=" \o Quoted(id) \o " class=" \o Quoted("default_box " \o Joined(class_list, " "))
            \o " style=" \o Quoted(size),
          Lines(children))
HTMLCircle(id, class_list, size, children) == HTMLBox(id, <<"default_circle">> \o class_list, size, children)
HTMLText(id, text) == Element("span", " id=" \o Quoted(id), text)
HTMLSVG(id, viewBox, size, svgString) ==
  Element("svg",
          " id=" \o Quoted(id) \o " viewBox=" \o Quoted(viewBox) \o " style=" \o Quoted(size),
          svgString)
HTMLSize(width, height) == HTMLAttribute("width", width) \o " " \o HTMLAttribute("height", height)
HTMLNewLine == "<br>"
HTMLFlexCenterAttributes ==
  Lines(<<HTMLAttribute("display", "flex"),
          HTMLAttribute("align-items", "center"),
          HTMLAttribute("justify-content", "center")>>)

LOCAL ById(id) == "document.getElementById(" \o Quoted(id) \o ")"
HTMLJSLineElems(fromID, destID) == ById(fromID) \o ", " \o ById(destID)
HTMLJSLine(fromID, destID, color, size) ==
  "new LeaderLine(" \o HTMLJSLineElems(fromID, destID) \o ", {color: '" \o color \o "', size: " \o size \o "})"
HTMLJSLineDash(fromID, destID, color, size) ==
  "new LeaderLine(" \o HTMLJSLineElems(fromID, destID) \o ",  {color: '" \o color \o "', size: " \o size
    \o ", dash: true})"
HTMLJSKeyListener(events) ==
  Lines(<<"window.onkeyup = function(event) {", "let key = event.key.toUpperCase();", Lines(events), "}">>)
HTMLJSNavigationKey(key, file) ==
  Lines(<<"if(key == '" \o key \o "'){", "window.location.replace(" \o Quoted(file) \o ");", "}">>)
===============================================================================
