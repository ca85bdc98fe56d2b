"""Invented task tables as counties write them, each with the answer key of every cell, made by hand.

`TUNED` were looked at while the reader was written; `HELD_OUT` were written before it and never looked at for tuning.
"""

from lianchuang.duties.tests.tasktables import (
    t01_wenming,
    t02_weisheng,
    t03_yuanlin,
    t04_shuangyong,
    t05_yingjian,
    t06_zhenggai,
    t07_jiezhen,
    t08_tongzhi,
    t09_jiancheng,
    t10_zhibiao,
    t11_pianqu,
    t12_jiedian,
    t13_shijian,
    t14_bingmei,
    t15_lvhua,
    t16_beijie,
    t17_zonghe,
    t18_fangan,
    t19_shuangbiao,
    t20_qingdan,
    t21_shuxing,
)

TUNED = (
    t01_wenming,
    t02_weisheng,
    t03_yuanlin,
    t04_shuangyong,
    t05_yingjian,
    t06_zhenggai,
    t07_jiezhen,
    t08_tongzhi,
    t09_jiancheng,
    t10_zhibiao,
    t11_pianqu,
    t12_jiedian,
    t17_zonghe,
    t18_fangan,
    t19_shuangbiao,
    t20_qingdan,
    t21_shuxing,
)
HELD_OUT = (t13_shijian, t14_bingmei, t15_lvhua, t16_beijie)
TABLES = TUNED + HELD_OUT

__all__ = ["HELD_OUT", "TABLES", "TUNED"]
