"""The measures of GB/T 9704-2012 《党政机关公文格式》, in millimetres and points, each with its clause.

Sizes by name: 二号 22 pt, 三号 16 pt, 四号 14 pt. A character of 三号 is set so that 28 of them fill the text area.
"""

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0  # 5.1 A4
TOP, LEFT = 37.0, 28.0  # 5.2.1 天头, 订口
TEXT_WIDTH, TEXT_HEIGHT = 156.0, 225.0  # 5.2.1 版心
BOTTOM = PAGE_HEIGHT - TOP - TEXT_HEIGHT
RIGHT = PAGE_WIDTH - LEFT - TEXT_WIDTH
LINES, CHARACTERS = 22, 28  # 5.2.3 a page, a line
BODY, TITLE, SMALL = 16.0, 22.0, 14.0  # 5.2.2 三号; 7.3.1 二号; 7.4.2, 7.5 四号
POINTS = 72 / 25.4  # in a millimetre

LINE_PITCH = TEXT_HEIGHT * POINTS / LINES  # 28.99 pt
CHARACTER_PITCH = TEXT_WIDTH * POINTS / CHARACTERS  # 15.79 pt
TRACKING = CHARACTER_PITCH - BODY  # -0.21 pt
MASTHEAD_TOP = 35.0  # 7.2.4 from the top of the text area to the top of the name of the office
RULE_BELOW_NUMBER = 4.0  # 7.2.7 the red line under the number
NUMBER_BELOW_TEXT = 7.0  # 7.5 from the text area down to the dashes beside the page number
INDENT = 2  # 7.3.3 characters at the head of a paragraph
DATE_INDENT = 4  # 7.3.5 characters to the right of the date
THICK, THIN = 0.35, 0.25  # 7.4.1 lines of the imprint, in millimetres

RED = "C2261A"
PHOTO_WIDTH = 76.0  # two beside each other
PHOTO_HEIGHT = 51.3

# Names that Word looks for first, and what stands in for them where they are not installed.
TITLE_FACE = ("方正小标宋简体", "FZXiaoBiaoSong-B05S,Noto Serif CJK SC,Source Han Serif SC,SimSun")
BODY_FACE = ("仿宋_GB2312", "仿宋,FangSong,Noto Serif CJK SC,Source Han Serif SC,SimSun")
HEADING_FACE = ("黑体", "SimHei,Noto Sans CJK SC,Source Han Sans SC")
KAI_FACE = ("楷体_GB2312", "楷体,KaiTi,Noto Serif CJK SC")
SONG_FACE = ("宋体", "SimSun,Noto Serif CJK SC,Source Han Serif SC")
