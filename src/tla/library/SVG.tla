--------------------------------- MODULE SVG ----------------------------------
\* Elements are records of name, attributes, children and text; SVGElemToString makes text of them.
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE TLC

SVGElem(_name, _attrs, _children, _innerText) ==
  [name |-> _name, attrs |-> _attrs, children |-> _children, innerText |-> _innerText]
Line(x1, y1, x2, y2, attrs) ==
  LET own == [x1 |-> ToString(x1), y1 |-> ToString(y1), x2 |-> ToString(x2), y2 |-> ToString(y2)]
  IN SVGElem("line", own @@ attrs, << >>, "")
Circle(cx, cy, r, attrs) ==
  LET own == [cx |-> ToString(cx), cy |-> ToString(cy), r |-> ToString(r)]
  IN SVGElem("circle", own @@ attrs, << >>, "")
Rect(x, y, w, h, attrs) ==
  LET own == [x |-> ToString(x), y |-> ToString(y), width |-> ToString(w), height |-> ToString(h)]
  IN SVGElem("rect", own @@ attrs, << >>, "")
Text(x, y, text, attrs) ==
  SVGElem("text", [x |-> ToString(x), y |-> ToString(y)] @@ attrs, << >>, text)
Image(x, y, width, height, href, attrs) ==
  LET place == [x |-> ToString(x), y |-> ToString(y), width |-> ToString(width), height |-> ToString(height)]
  IN SVGElem("image", ("xlink:href" :> href) @@ place @@ attrs, << >>, "")
Group(children, attrs) == SVGElem("g", attrs, children, "")
Svg(children, attrs) == SVGElem("svg", attrs, children, "")
SVGDoc(children, vbX, vbY, vbW, vbH, attrs) ==
  LET box == ToString(vbX) \o " " \o ToString(vbY) \o " " \o ToString(vbW) \o " " \o ToString(vbH)
      own == "xmlns:xlink" :> "http://www.w3.org/1999/xlink"
               @@ "xmlns" :> "http://www.w3.org/2000/svg"
               @@ "viewBox" :> box
  IN Svg(<<children>>, own @@ attrs)
SVGElemToString(elem) == NATIVE
NodeOfRingNetwork(cx, cy, r, n, m) == NATIVE
NodesOfDirectedMultiGraph(nodes, edges, options) == NATIVE
PointOnLine(from, to, segment) ==
  LET cut(n) == IF n >= 0 THEN n \div segment ELSE -((-n) \div segment)
      toward(a, b) == cut(a * segment + b - a)
  IN [x |-> toward(from.x, to.x), y |-> toward(from.y, to.y)]
SVGSerialize(svg, frameNamePrefix, frameNumber) ==
  LET IO == INSTANCE IOUtils
      options == [format |-> "TXT", charset |-> "UTF-8", openOptions |-> <<"WRITE", "CREATE", "TRUNCATE_EXISTING">>]
  IN IO!Serialize(SVGElemToString(svg), frameNamePrefix \o IO!zeroPadN(frameNumber, 3) \o ".svg", options)
===============================================================================
